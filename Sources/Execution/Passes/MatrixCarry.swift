import Arrays
import ProgramIR

/// A part of a scan's carry that is a matrix, or several side by side, and linear in itself: its next
/// value is `decay · S + key ⊗ value`, and the rest of the body reads it only through sums of products
/// with vectors, `Σ query · S`. So linear attention in all its forms is written.
///
/// Axes are those of the part, but for those of size 1.
struct MatrixCarry {
  /// Which part of the carry.
  var part: Int
  /// The factor of the part; it has none of the values' axes. `nil` for 1.
  var decay: AxisFactor?
  /// The product that is added: the factors with axes that are summed over, and the others.
  var key, value: AxisFactor
  var reads: [Read]
  /// The axes that reads sum over.
  var sums: Set<Int>
  /// The sizes of the part's axes.
  var shape: Shape
  /// The body's equations that don't depend on the part, and those that make the factors.
  var equations: [Equation]

  /// A sum over axes of the part, `scale · Σ query · S + term`, where S is that before the step.
  struct Read {
    var query: AxisFactor
    /// Has none of the axes that are summed over; `nil` for 1.
    var scale: AxisFactor?
    /// The step's own product, if it is added to the part before the query reads it: the weight, with
    /// the query's factors, and the value.
    var term: (weight: AxisFactor, value: AxisFactor)?
    /// The variable of the sum, and which of the part's axes its axes are; `nil` for size 1.
    var result: Variable
    var axes: [Int?]
  }

  /// The values that its steps are made of.
  var factors: [AxisFactor] {
    [decay, key, value].compactMap { $0 }
      + reads.flatMap { [$0.query, $0.scale, $0.term?.weight, $0.term?.value].compactMap { $0 } }
  }
}

/// Looks in a scan's body for a part of the carry that is a matrix as `MatrixCarry` describes it.
struct MatrixCarrySearch {
  private let scan: Scan
  private let part: Int
  private let shape: Shape
  private let dependences: Dependences
  private var forms: LinearFormReading
  private var factors: FactorReading

  /// The first part of the carry that is one; `nil` if there is none.
  static func first(in scan: Scan) throws -> MatrixCarry? {
    for part in 0..<scan.carryCount {
      let type = scan.body.inputs[scan.constantCount + part].type
      guard type.dtype == .float32, type.shape.sizes.count(where: { $0 > 1 }) >= 2 else { continue }
      var search = MatrixCarrySearch(scan, part)
      if let found = try search.run() { return found }
    }
    return nil
  }

  private init(_ scan: Scan, _ part: Int) {
    (self.scan, self.part) = (scan, part)
    shape = scan.body.inputs[scan.constantCount + part].type.shape
    let others = Set(0..<scan.carryCount).subtracting([part])
    let dependences = Dependences(of: scan, linear: others)
    self.dependences = dependences
    forms = LinearFormReading(of: scan, scan.body.makers, dependences)
    var rewriter = ProgramRewriter(scan.body)
    for equation in scan.body.equations where dependences[equation] < .carry {
      rewriter.append(equation)
    }
    factors = FactorReading(rewriter)
  }

  private mutating func run() throws -> MatrixCarry? {
    let next = scan.body.outputs[part]
    guard let form = try form(of: next), !form.isReset, let b = form.b,
      let decay = try factor(of: form)
    else { return nil }
    guard let update = try stateFactors(of: b, shape), let found = try sumsOfPart() else {
      return nil
    }
    // Where nothing is read, any axis can be that of the keys.
    let axes = shape.sizes.indices.filter { shape[$0] != 1 }
    for sums in found.first.map({ [Set($0.axes)] }) ?? axes.map({ [$0] }) {
      let carry = try self.carry(decay, update, found, sums)
      if let carry, carry.isWorthProducts { return carry }
    }
    return nil
  }

  private mutating func carry(
    _ decay: [AxisFactor], _ update: [AxisFactor], _ found: [SumOfPart], _ sums: Set<Int>
  ) throws -> MatrixCarry? {
    guard found.allSatisfy({ Set($0.axes) == sums }),
      let (key, value) = try split(update, by: sums)
    else { return nil }
    let whole = try decay.isEmpty ? nil : factors.product(decay, sizes: shape)
    let reads = try found.compactMap { try read($0, sums) }
    guard reads.count == found.count else { return nil }
    return MatrixCarry(
      part: part, decay: whole, key: key, value: value, reads: reads, sums: sums, shape: shape,
      equations: factors.rewriter.equations)
  }

  // MARK: Forms

  private mutating func form(of atom: Atom) throws -> LinearForm? {
    guard dependences[atom] == .carry, let form = try forms.form(of: atom, &factors.rewriter),
      form.factors.count == 1
    else { return nil }
    return form
  }

  /// The factors of the part in a form; none for 1.
  private mutating func factor(of form: LinearForm) throws -> [AxisFactor]? {
    guard let factor = form.factors[part] else { return nil }
    switch (factor.unit, factor.a) {
    case (1, nil): return []
    case (1, let a?):
      return try stateFactors(of: factors.rewriter.append(.binary(.add), [a, .one]), shape)
    default: return try factor.whole.flatMap { try stateFactors(of: $0, shape) }
    }
  }

  /// The factors of a value of the part's shape, or of one that has other axes of size 1, along the
  /// part's axes.
  private mutating func stateFactors(of atom: Atom, _ shape: Shape) throws -> [AxisFactor]? {
    let found = try factors.factors(of: atom)
    if atom.type.shape.rank == 0 { return found }
    guard let axes = stateAxes(of: atom.type.shape) else { return nil }
    let moved = found.map { $0.moved { axes[$0] } }
    return moved.contains { $0 == nil } ? nil : moved.compactMap { $0 }
  }

  /// Which of the part's axes those of an array are that has all of them, and others of size 1.
  private func stateAxes(of other: Shape) -> [Int?]? {
    let axes = shape.sizes.indices.filter { shape[$0] != 1 }
    let others = other.sizes.indices.filter { other[$0] != 1 }
    guard axes.map({ shape[$0] }) == others.map({ other[$0] }) else { return nil }
    var result = [Int?](repeating: nil, count: other.rank)
    for (axis, other) in zip(axes, others) { result[other] = axis }
    return result
  }

  /// The product of those factors that have an axis that is summed over, and of the others, which must
  /// have an axis to itself.
  private mutating func split(
    _ update: [AxisFactor], by sums: Set<Int>
  ) throws -> (key: AxisFactor, value: AxisFactor)? {
    let isKey = update.map { !sums.isDisjoint(with: $0.axes) }
    let keys = zip(update, isKey).filter(\.1).map(\.0)
    let values = zip(update, isKey).filter { !$1 }.map(\.0)
    if keys.isEmpty || values.isEmpty { return nil }
    return (
      try factors.product(keys, sizes: shape), try factors.product(values, sizes: shape)
    )
  }

  // MARK: Reads

  /// A sum over axes of a value that is linear in the part.
  private struct SumOfPart {
    var form: LinearForm
    /// The shape of the value that is summed.
    var shape: Shape
    /// The part's axes that are summed over.
    var axes: [Int]
    var query: [AxisFactor]
    var result: Variable
    var resultAxes: [Int?]
  }

  /// The sums that are all that reads the part, but for its own next value; `nil` if something else
  /// does.
  private mutating func sumsOfPart() throws -> [SumOfPart]? {
    var found: [SumOfPart] = []
    /// Values made of sums.
    var made: Set<Int> = []
    for equation in scan.body.equations where dependences[equation] == .carry {
      let read = equation.inputs.compactMap(\.variable).filter { dependences[$0] == .carry }
      if read.allSatisfy({ made.contains($0.id) }) {
        made.formUnion(equation.outputs.map(\.id))
      } else if read.contains(where: { made.contains($0.id) }) {
        return nil
      } else if let sum = try sum(equation) {
        found.append(sum)
        made.formUnion(equation.outputs.map(\.id))
      } else if try form(of: .variable(equation.outputs[0])) == nil {
        return nil
      }
    }
    for (index, atom) in scan.body.outputs.enumerated()
    where index != part && dependences[atom] == .carry {
      guard let variable = atom.variable, made.contains(variable.id) else { return nil }
    }
    return found
  }

  private mutating func sum(_ equation: Equation) throws -> SumOfPart? {
    switch equation.primitive {
    case .reduce(.sum, let axes):
      let shape = equation.inputs[0].type.shape
      guard let form = try form(of: equation.inputs[0]), let names = stateAxes(of: shape) else {
        return nil
      }
      return SumOfPart(
        form: form, shape: shape, axes: axes.compactMap { names[$0] }, query: [],
        result: equation.outputs[0],
        resultAxes: names.indices.filter { !axes.contains($0) }.map { names[$0] })
    case .dot(let dimensions): return try sum(equation, dimensions)
    default: return nil
    }
  }

  private mutating func sum(
    _ equation: Equation, _ dimensions: DotDimensions
  ) throws -> SumOfPart? {
    let inputs = equation.inputs
    guard let side = [0, 1].first(where: { dependences[inputs[$0]] == .carry }),
      dependences[inputs[1 - side]] < .carry, let form = try form(of: inputs[side]),
      let names = stateAxes(of: inputs[side].type.shape)
    else { return nil }
    let contracting = [dimensions.leftContracting, dimensions.rightContracting]
    let batch = [dimensions.leftBatch, dimensions.rightBatch]
    let free = dimensions.freeAxes(
      leftRank: inputs[0].type.shape.rank, rightRank: inputs[1].type.shape.rank)
    let queryFree = side == 0 ? free.right : free.left
    guard queryFree.allSatisfy({ inputs[1 - side].type.shape[$0] == 1 }) else { return nil }
    let pairs = zip(contracting[1 - side] + batch[1 - side], contracting[side] + batch[side])
    let axisOfQuery = Dictionary(pairs.map { ($0, names[$1]) }) { first, _ in first }
    let query = try factors.factors(of: inputs[1 - side])
    var moved: [AxisFactor] = []
    for factor in query {
      guard let factor = try reordered(factor, { axisOfQuery[$0] ?? nil }) else { return nil }
      moved.append(factor)
    }
    let own = (side == 0 ? free.left : free.right).map { names[$0] }
    let others: [Int?] = queryFree.map { _ in nil }
    return SumOfPart(
      form: form, shape: inputs[side].type.shape,
      axes: contracting[side].compactMap { names[$0] }, query: moved, result: equation.outputs[0],
      resultAxes: batch[side].map { names[$0] } + (side == 0 ? own + others : others + own))
  }

  /// A factor along other axes, in their order.
  private mutating func reordered(
    _ factor: AxisFactor, _ axis: (Int) -> Int?
  ) throws -> AxisFactor? {
    let axes = factor.axes.compactMap(axis)
    guard axes.count == factor.axes.count else { return nil }
    let order = axes.indices.sorted { axes[$0] < axes[$1] }
    if order == Array(axes.indices) { return AxisFactor(atom: factor.atom, axes: axes) }
    return AxisFactor(
      atom: try factors.rewriter.append(.transpose(order), [factor.atom]),
      axes: order.map { axes[$0] })
  }

  /// A sum as a read; `nil` if a factor of it has axes in such a way that it isn't one.
  private mutating func read(_ sum: SumOfPart, _ sums: Set<Int>) throws -> MatrixCarry.Read? {
    guard let own = try factor(of: sum.form) else { return nil }
    let all = own + sum.query
    let queries = all.filter { !sums.isDisjoint(with: $0.axes) }
    let scales = all.filter { sums.isDisjoint(with: $0.axes) }
    if queries.isEmpty { return nil }
    var result = MatrixCarry.Read(
      query: try factors.product(queries, sizes: shape),
      scale: try scales.isEmpty ? nil : factors.product(scales, sizes: shape), term: nil,
      result: sum.result, axes: sum.resultAxes)
    guard let b = sum.form.b else { return result }
    guard let terms = try stateFactors(of: b, sum.shape) else { return nil }
    let termsAndQuery = terms + sum.query
    let weights = termsAndQuery.filter { !sums.isDisjoint(with: $0.axes) }
    let values = termsAndQuery.filter { sums.isDisjoint(with: $0.axes) }
    let weight = try factors.product(weights, sizes: shape)
    // A sum over an axis that nothing has would have to be a multiple.
    guard sums.isSubset(of: weight.axes), !values.isEmpty else { return nil }
    result.term = (weight, try factors.product(values, sizes: shape))
    return result
  }
}

extension MatrixCarry {
  /// Whether products of matrices are faster than steps: there are keys and values of some length.
  fileprivate var isWorthProducts: Bool {
    let shared = Set((reads.map(\.query) + [key] + [decay].compactMap { $0 }).flatMap(\.axes))
    let valueAxes = value.axes.filter { !shared.contains($0) }
    func count(_ axes: some Sequence<Int>) -> Int { axes.map { shape[$0] }.reduce(1, *) }
    return sums.isSubset(of: key.axes) && reads.allSatisfy { sums.isSubset(of: $0.query.axes) }
      && count(sums) >= Self.shortestVector && count(valueAxes) >= Self.shortestVector
  }

  /// How long keys and values are at least.
  private static let shortestVector = 16
}
