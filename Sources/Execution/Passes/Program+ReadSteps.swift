import Arrays
import ProgramIR

// Of ys of which only some steps are read, such as the last, those are made: what only makes ys is
// computed after the scan from what it reads in those steps, and the last step's values are parts of
// the carry.

extension Program {
  /// This program with scans that don't make the ys of steps that nothing reads.
  func makingReadSteps() throws -> Program {
    guard containsScan else { return self }
    let program = try slicingBeforeTransposing()
    var chosen: [Int: (steps: StepSelection, values: Atom)] = [:]
    let selections = program.stepSelections
    var rewriter = ProgramRewriter(program)
    for var equation in program.equations {
      if case .scan(let scan) = equation.primitive,
        let reading = ReadSteps(scan, equation, selections)
      {
        for (y, values) in try reading.write(to: &rewriter) { chosen[y.id] = values }
        continue
      }
      if case .slice(let starts, let limits, let strides) = equation.primitive,
        let (steps, values) = equation.inputs[0].variable.flatMap({ chosen[$0.id] })
      {
        let own = StepSelection(start: starts[0], limit: limits[0], stride: strides[0])
        let range = own == steps ? 0..<own.count : starts[0] - steps.start..<limits[0] - steps.start
        equation.primitive = .slice(
          starts: [range.lowerBound] + starts.dropFirst(),
          limits: [range.upperBound] + limits.dropFirst(),
          strides: [own == steps ? 1 : own.stride] + strides.dropFirst())
        equation.inputs = [values]
      } else {
        equation.inputs = equation.inputs.map(rewriter.current)
      }
      rewriter.append(equation)
    }
    return rewriter.program(inputs: inputs, outputs: program.outputs).eliminatingDeadCode()
  }

  /// This program with slices of transposed results of scans taken before these are transposed.
  private func slicingBeforeTransposing() throws -> Program {
    var rewriter = ProgramRewriter(self)
    for var equation in equations {
      equation.inputs = equation.inputs.map(rewriter.current)
      if case .slice(let starts, let limits, let strides) = equation.primitive,
        let inner = rewriter.definition(equation.inputs[0]),
        case .transpose(let permutation) = inner.primitive,
        let maker = rewriter.definition(inner.inputs[0]), case .scan = maker.primitive
      {
        let axes = permutation.indices.map { permutation.firstIndex(of: $0) ?? $0 }
        let slice = Primitive.slice(
          starts: axes.map { starts[$0] }, limits: axes.map { limits[$0] },
          strides: axes.map { strides[$0] })
        equation.inputs = [try rewriter.append(slice, inner.inputs)]
        equation.primitive = inner.primitive
      }
      rewriter.append(equation)
    }
    return rewriter.program(inputs: inputs, outputs: outputs).eliminatingDeadCode()
  }

  /// For ys, by their ids, of which less than half of the steps are read, and by slices: which.
  fileprivate var stepSelections: [Int: StepSelection] {
    let readers = readers
    let results = Set(outputs.compactMap { $0.variable?.id })
    var selections: [Int: StepSelection] = [:]
    for equation in equations {
      guard case .scan(let scan) = equation.primitive else { continue }
      for y in equation.outputs.dropFirst(scan.carryCount)
      where !results.contains(y.id) && !y.type.dtype.isComplex {
        let slices = readers[y.id].map { StepSelection(equations[$0].primitive) }
        guard let first = slices.first else { continue }
        let union = slices.reduce(first) { a, b in a.flatMap { a in b.map(a.union) } }
        if let union, union.count > 0, 2 * union.count <= scan.length { selections[y.id] = union }
      }
    }
    return selections
  }
}

/// Some steps of a scan.
private struct StepSelection: Hashable {
  var start, limit, stride: Int

  var count: Int { max(0, (limit - start + stride - 1) / stride) }

  init(start: Int, limit: Int, stride: Int) {
    (self.start, self.limit, self.stride) = (start, limit, stride)
  }

  /// The steps that a slice takes of ys; `nil` for another primitive.
  init?(_ primitive: Primitive) {
    guard case .slice(let starts, let limits, let strides) = primitive else { return nil }
    self.init(start: starts[0], limit: limits[0], stride: strides[0])
  }

  /// These steps, or all from the first to the last of both.
  func union(_ other: StepSelection) -> StepSelection {
    self == other
      ? self
      : StepSelection(start: min(start, other.start), limit: max(limit, other.limit), stride: 1)
  }

  /// Those of an array with a leading axis of steps.
  func slice(of shape: Shape) -> Primitive {
    .slice(
      starts: [start] + shape.sizes.dropFirst().map { _ in 0 },
      limits: [limit] + shape.sizes.dropFirst(),
      strides: [stride] + shape.sizes.dropFirst().map { _ in 1 })
  }
}

/// A scan of whose ys only some steps are read.
private struct ReadSteps {
  private let scan: Scan
  private let equation: Equation
  /// For each y, which of its steps are read; `nil` for all.
  private let selections: [StepSelection?]
  /// For each variable of the body, the indices of the equations that read it.
  private let readers: [[Int]]

  init?(_ scan: Scan, _ equation: Equation, _ selections: [Int: StepSelection]) {
    (self.scan, self.equation) = (scan, equation)
    self.selections = equation.outputs.dropFirst(scan.carryCount).map { selections[$0.id] }
    if self.selections.allSatisfy({ $0 == nil }) { return nil }
    readers = scan.body.readers
  }

  private var body: Program { scan.body }
  private var ys: ArraySlice<Atom> { body.outputs.dropFirst(scan.carryCount) }
  private var nextCarry: ArraySlice<Atom> { body.outputs.prefix(scan.carryCount) }

  /// The ys of the steps that are selected, made of values that the scan hands on.
  private struct Group {
    let steps: StepSelection
    /// Positions among the ys.
    let positions: [Int]
    /// Equations computed after the scan, and the values that they read.
    var equations: [Equation] = []
    var reads: [Variable] = []
  }

  /// Whether the selected step is the one that is done last.
  private func isLast(_ steps: StepSelection) -> Bool {
    steps.count == 1 && steps.start == (scan.isReversed ? 0 : scan.length - 1)
  }

  // MARK: Groups

  private var groups: [Group] {
    var seen: Set<StepSelection> = []
    return selections.compactMap { $0 }.filter { seen.insert($0).inserted }.map { steps in
      let positions = selections.indices.filter { selections[$0] == steps }
      let group = Group(steps: steps, positions: positions)
      let late = filled(group, with: equationsOnly(for: positions))
      let atOnce = filled(group, with: [])
      return handedOn(late) <= handedOn(atOnce) ? late : atOnce
    }
  }

  /// The equations that only these ys depend on, and that can be computed for many steps at once.
  private func equationsOnly(for positions: [Int]) -> [Equation] {
    let own = Set(positions.compactMap { ys[ys.startIndex + $0].variable?.id })
    let others = Set(
      body.outputs.indices.filter { !positions.contains($0 - scan.carryCount) }
        .compactMap { body.outputs[$0].variable?.id })
    let dependences = Dependences(of: scan)
    var isLate = [Bool](repeating: false, count: body.equations.count)
    for (index, equation) in body.equations.enumerated().reversed() {
      isLate[index] =
        dependences.canBeBatched(equation)
        && equation.outputs.allSatisfy { output in
          !others.contains(output.id) && readers[output.id].allSatisfy { isLate[$0] }
        }
        && equation.outputs.contains { own.contains($0.id) || !readers[$0.id].isEmpty }
    }
    return zip(body.equations, isLate).filter(\.1).map(\.0)
  }

  private func filled(_ group: Group, with equations: [Equation]) -> Group {
    var group = group
    group.equations = equations
    var seen = Set(equations.flatMap(\.outputs).map(\.id))
    let results = group.positions.map { ys[ys.startIndex + $0] }
    group.reads = (equations.flatMap(\.inputs) + results).compactMap(\.variable).filter {
      seen.insert($0.id).inserted
    }
    return group
  }

  /// How many bytes the scan hands on in a step.
  private func handedOn(_ group: Group) -> Int {
    group.reads.filter { isMade($0) && !(isLast(group.steps) && nextCarry.contains(.variable($0))) }
      .map { $0.type.shape.elementCount * $0.type.dtype.byteCount }.reduce(0, +)
  }

  /// Whether the body makes a value, or carries it.
  private func isMade(_ variable: Variable) -> Bool {
    guard let index = body.inputs.firstIndex(of: variable) else { return true }
    return scan.carryInputs.contains(index)
  }

  // MARK: Writing

  /// Writes the scan, and after it the ys of the steps that are read.
  ///
  /// - Returns: those ys, each with the steps and its values in these.
  func write(
    to rewriter: inout ProgramRewriter
  ) throws -> [(y: Variable, (steps: StepSelection, values: Atom))] {
    let groups = groups
    let made = groups.map { group in group.reads.filter(isMade) }
    let last = zip(groups, made).filter { isLast($0.0.steps) }.flatMap(\.1)
      .filter { !nextCarry.contains(.variable($0)) }
    let stepwise = zip(groups, made).filter { !isLast($0.0.steps) }.flatMap(\.1)
    let whole = selections.indices.filter { selections[$0] == nil }
    let results = try writeScan(last, whole, stepwise, to: &rewriter)
    var values: [(Variable, (steps: StepSelection, values: Atom))] = []
    var rest = results.dropFirst(scan.carryCount + last.count + whole.count)
    for group in groups {
      var inputs: [Atom] = []
      var batched: Set<Int> = []
      for (position, read) in group.reads.enumerated() {
        if let index = body.inputs.firstIndex(of: read), index < scan.constantCount {
          inputs.append(rewriter.current(equation.inputs[index]))
          continue
        }
        batched.insert(position)
        inputs.append(
          try value(of: read, group.steps, last, results, &rest, &rewriter))
      }
      let program = try Program(
        inputs: group.reads, equations: group.equations,
        outputs: group.positions.map { ys[ys.startIndex + $0] }
      ).batched(group.steps.count, inputs: batched)
      let outputs = rewriter.inline(program, inputs)
      for (position, output) in zip(group.positions, outputs) {
        let y = equation.outputs[scan.carryCount + position]
        values.append((y, (group.steps, output)))
      }
    }
    return values
  }

  /// The values in the selected steps of what an equation after the scan reads.
  private func value(
    of read: Variable, _ steps: StepSelection, _ last: [Variable], _ results: [Atom],
    _ rest: inout ArraySlice<Atom>, _ rewriter: inout ProgramRewriter
  ) throws -> Atom {
    if !isMade(read), let index = body.inputs.firstIndex(of: read) {
      let array = rewriter.current(equation.inputs[index])
      return try rewriter.append(steps.slice(of: array.type.shape), [array])
    }
    guard isLast(steps) else {
      let array = rest.removeFirst()
      return try rewriter.append(steps.slice(of: array.type.shape), [array])
    }
    let part =
      nextCarry.firstIndex(of: .variable(read))
      ?? scan.carryCount + (last.firstIndex(of: read) ?? 0)
    return try rewriter.append(
      .reshape(read.type.shape.inserting(1, at: 0)), [results[part]])
  }

  /// Writes the scan with these values as further parts of the carry, and these as ys.
  private func writeScan(
    _ last: [Variable], _ whole: [Int], _ stepwise: [Variable], to rewriter: inout ProgramRewriter
  ) throws -> [Atom] {
    var new = scan
    var inner = ProgramRewriter(body)
    let parts = last.map { inner.fresh($0.type) }
    new.body.inputs.insert(contentsOf: parts, at: scan.scannedInputs.lowerBound)
    new.carryCount += last.count
    new.body.outputs = nextCarry + last.map(Atom.variable)
    new.body.outputs += whole.map { ys[ys.startIndex + $0] } + stepwise.map(Atom.variable)
    var inputs = equation.inputs.map(rewriter.current)
    let initial = try last.map { variable in
      let zero = NDArray(Float(0)).converted(to: variable.type.dtype)
      return try rewriter.append(
        .broadcast(shape: variable.type.shape, dimensions: []), [.constant(zero, isWeak: false)])
    }
    inputs.insert(contentsOf: initial, at: scan.scannedInputs.lowerBound)
    let types = try new.resultTypes(of: inputs.map(\.type))
    var kept = Array(equation.outputs.prefix(scan.carryCount))
    kept += types.dropFirst(scan.carryCount).prefix(last.count).map { rewriter.fresh($0) }
    kept += whole.map { equation.outputs[scan.carryCount + $0] }
    kept += types.suffix(stepwise.count).map { rewriter.fresh($0) }
    rewriter.append(Equation(.scan(new), inputs: inputs, outputs: kept))
    return kept.map(Atom.variable)
  }
}
