import Arrays
import ProgramIR

/// A value that is the same along some axes of an array: what it is along the others.
struct AxisFactor {
  /// Of the sizes of `axes`.
  var atom: Atom
  /// The axes of the array, ascending; none has size 1.
  var axes: [Int]

  /// The same along the axes of another array, by its own.
  func moved(_ axis: (Int) -> Int?) -> AxisFactor? {
    let moved = axes.compactMap(axis)
    guard moved.count == axes.count, moved == moved.sorted() else { return nil }
    return AxisFactor(atom: atom, axes: moved)
  }
}

/// Writes values as products of factors that have few axes: an outer product as its two vectors.
struct FactorReading {
  var rewriter: ProgramRewriter
  /// How many values were looked at: a product of products may be long.
  private var visits = 0
  private static let mostVisits = 1000

  init(_ rewriter: ProgramRewriter) { self.rewriter = rewriter }

  /// The factors of a value, along its axes.
  mutating func factors(of atom: Atom) throws -> [AxisFactor] {
    visits += 1
    guard visits < Self.mostVisits, let equation = rewriter.definition(atom) else {
      return [try whole(atom)]
    }
    let inputs = equation.inputs
    switch equation.primitive {
    case .binary(.mul): return try factors(of: inputs[0]) + factors(of: inputs[1])
    case .binary(.div):
      var divisor = try factor(of: inputs[1])
      divisor.atom = try rewriter.append(.binary(.div), [.one, divisor.atom])
      return try factors(of: inputs[0]) + [divisor]
    case .unary(.neg):
      var result = try factors(of: inputs[0])
      result[0].atom = try rewriter.append(.unary(.neg), [result[0].atom])
      return result
    case .broadcast, .reshape:
      let links = equation.axisLinks
      let sizes = inputs[0].type.shape.sizes
      let moved = try factors(of: inputs[0]).map { factor in
        factor.moved { axis in
          if case .same(let result) = links(0, axis), sizes[axis] != 1 { result } else { nil }
        }
      }
      return moved.contains { $0 == nil } ? [try whole(atom)] : moved.compactMap { $0 }
    case .dot(let dimensions): return try outerFactors(equation, dimensions) ?? [whole(atom)]
    case let primitive where primitive.isElementwise && equation.outputs.count == 1:
      return [try elementwise(equation) ?? whole(atom)]
    default: return [try whole(atom)]
    }
  }

  /// The product of a value's factors.
  mutating func factor(of atom: Atom) throws -> AxisFactor {
    try product(factors(of: atom), sizes: atom.type.shape)
  }

  /// The product of factors along the axes of an array of this shape.
  mutating func product(_ factors: [AxisFactor], sizes: Shape) throws -> AxisFactor {
    guard var result = factors.first else { return AxisFactor(atom: .one, axes: []) }
    for factor in factors.dropFirst() {
      let axes = Set(result.axes + factor.axes).sorted()
      let operands = [
        try spread(result, along: axes, sizes), try spread(factor, along: axes, sizes),
      ]
      result = AxisFactor(atom: try rewriter.append(.binary(.mul), operands), axes: axes)
    }
    return result
  }

  /// A value as it is, without its axes of size 1.
  private mutating func whole(_ atom: Atom) throws -> AxisFactor {
    let sizes = atom.type.shape.sizes
    let axes = sizes.indices.filter { sizes[$0] != 1 }
    if axes.count == sizes.count { return AxisFactor(atom: atom, axes: axes) }
    let squeezed = try rewriter.append(.reshape(Shape(axes.map { sizes[$0] })), [atom])
    return AxisFactor(atom: squeezed, axes: axes)
  }

  /// A factor repeated along more axes; a scalar has any.
  private mutating func spread(
    _ factor: AxisFactor, along axes: [Int], _ shape: Shape
  ) throws -> Atom {
    if factor.axes == axes || factor.axes.isEmpty { return factor.atom }
    return try rewriter.append(
      .broadcast(
        shape: Shape(axes.map { shape[$0] }),
        dimensions: factor.axes.compactMap { axes.firstIndex(of: $0) }), [factor.atom])
  }

  /// The factors of products whose sums have one term.
  private mutating func outerFactors(
    _ dot: Equation, _ dimensions: DotDimensions
  ) throws -> [AxisFactor]? {
    let (left, right) = (dot.inputs[0], dot.inputs[1])
    guard dimensions.leftContracting.allSatisfy({ left.type.shape[$0] == 1 }) else { return nil }
    let free = dimensions.freeAxes(leftRank: left.type.shape.rank, rightRank: right.type.shape.rank)
    let batchCount = dimensions.leftBatch.count
    let leftAxes = dimensions.leftBatch + free.left
    let moved =
      try factors(of: left).map { $0.moved { axis in leftAxes.firstIndex(of: axis) } }
      + factors(of: right).map { factor in
        factor.moved { axis in
          dimensions.rightBatch.firstIndex(of: axis)
            ?? free.right.firstIndex(of: axis).map { batchCount + free.left.count + $0 }
        }
      }
    return moved.contains { $0 == nil } ? nil : moved.compactMap { $0 }
  }

  /// The result of an elementwise operation on operands that don't have all axes.
  private mutating func elementwise(_ equation: Equation) throws -> AxisFactor? {
    let shape = equation.outputs[0].type.shape
    let operands = try equation.inputs.map { try factor(of: $0) }
    let axes = Set(operands.flatMap(\.axes)).sorted()
    if axes == shape.sizes.indices.filter({ shape[$0] != 1 }) { return nil }
    let inputs = try operands.map { try spread($0, along: axes, shape) }
    return AxisFactor(atom: try rewriter.append(equation.primitive, inputs), axes: axes)
  }
}

extension Atom {
  /// The float32 scalar 1.
  static let one = Atom.constant(NDArray(Float(1)), isWeak: false)
}
