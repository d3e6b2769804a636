import Arrays
import ProgramIR

extension Program {
  /// This program with many small products whose sums have one term each, such as
  /// `einsum('bd,dn->bdn', a, b)`, as products of elements: those need no kernel called for each, and
  /// go together with what is done before and after.
  func multiplyingOuterProducts() throws -> Program {
    guard equations.contains(where: { if case .dot = $0.primitive { true } else { false } }) else {
      return self
    }
    var rewriter = ProgramRewriter(self)
    for var equation in equations {
      equation.inputs = equation.inputs.map(rewriter.current)
      switch equation.primitive {
      case .dot(let dimensions) where equation.isOuterProduct(dimensions):
        rewriter.replace(equation.outputs[0], by: try rewriter.multiply(equation, dimensions))
      default: rewriter.append(equation)
      }
    }
    return rewriter.program(inputs: inputs, outputs: outputs)
  }
}

extension Equation {
  /// Whether the sums of a dot have one term, and there are several products.
  fileprivate func isOuterProduct(_ dimensions: DotDimensions) -> Bool {
    let sizes = inputs[0].type.shape
    return !dimensions.leftBatch.isEmpty && dimensions.leftContracting.allSatisfy { sizes[$0] == 1 }
  }
}

extension ProgramRewriter {
  /// Such a dot's result.
  fileprivate mutating func multiply(
    _ dot: Equation, _ dimensions: DotDimensions
  ) throws -> Atom {
    let shape = dot.outputs[0].type.shape
    let (left, right) = (dot.inputs[0], dot.inputs[1])
    let free = dimensions.freeAxes(leftRank: left.type.shape.rank, rightRank: right.type.shape.rank)
    let batch = Array(dimensions.leftBatch.indices)
    let leftEnd = batch.count + free.left.count
    let factors = [
      try repeated(
        left, axes: dimensions.leftBatch + free.left, dimensions.leftContracting,
        as: Array(0..<leftEnd), of: shape),
      try repeated(
        right, axes: dimensions.rightBatch + free.right, dimensions.rightContracting,
        as: batch + Array(leftEnd..<shape.rank), of: shape),
    ]
    return try append(.binary(.mul), factors)
  }

  /// Some axes of an array as those of a shape, whose others it repeats; the array's others have
  /// size 1.
  private mutating func repeated(
    _ array: Atom, axes: [Int], _ others: [Int], as dimensions: [Int], of shape: Shape
  ) throws -> Atom {
    let sizes = axes.map { array.type.shape[$0] }
    var array = array
    let order = axes + others
    if order != Array(order.indices) { array = try append(.transpose(order), [array]) }
    if !others.isEmpty { array = try append(.reshape(Shape(sizes)), [array]) }
    if array.type.shape == shape { return array }
    return try append(.broadcast(shape: shape, dimensions: dimensions), [array])
  }
}
