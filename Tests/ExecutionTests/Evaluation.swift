import Arrays
import Execution
import ProgramIR
import Reference
import Testing

/// The results of a program of one equation, which must have the types the primitive's rule gives.
func evaluate(_ primitive: Primitive, _ operands: NDArray...) throws -> [NDArray] {
  try evaluate(primitive, operands)
}

func evaluate(_ primitive: Primitive, _ operands: [NDArray]) throws -> [NDArray] {
  let types = operands.map { ArrayType(of: $0) }
  let inputs = types.enumerated().map { Variable(id: $0, type: $1) }
  let outputs = try primitive.resultTypes(of: types).enumerated().map {
    Variable(id: inputs.count + $0, type: $1)
  }
  let program = Program(
    inputs: inputs,
    equations: [Equation(primitive, inputs: inputs.map(Atom.variable), outputs: outputs)],
    outputs: outputs.map(Atom.variable))
  let results = try ReferenceExecutor().run(program, operands)
  expectAgreement(try Executor(program).run(operands), results)
  #expect(results.map { ArrayType(of: $0) } == outputs.map(\.type.strong))
  return results
}

/// Expects that a plan gives what the reference executor gives: the same integers and bools, floats
/// that differ by what kernels and another order of adding round differently.
func expectAgreement(
  _ results: [NDArray], _ expected: [NDArray], sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(
    results.map { ArrayType(of: $0) } == expected.map { ArrayType(of: $0) },
    sourceLocation: sourceLocation)
  for (result, expected) in zip(results, expected) {
    #expect(disagreement(result, expected) <= 1, sourceLocation: sourceLocation)
  }
}

/// How far results are from what is expected, 1 being as far as they may: of numbers around 1 or
/// larger 16 units in the last place (sums of a few dozen terms), of smaller ones as much in all.
func disagreement(_ result: NDArray, _ expected: NDArray) -> Double {
  if result == expected { return 0 }
  guard result.shape == expected.shape, expected.dtype.isFloating else { return .infinity }
  let unit =
    expected.dtype == .float64
    ? 0x1p-52 : Double(sign: .plus, exponent: -expected.dtype.fractionBits, significand: 1)
  let (a, b) = (result.converted(to: .float64), expected.converted(to: .float64))
  return zip(a.elements(as: Double.self), b.elements(as: Double.self)).map { x, y in
    if x == y || x.isNaN && y.isNaN { return 0 }
    let difference = abs(x - y)
    return difference.isNaN || !difference.isFinite
      ? .infinity : difference / max(1, abs(y)) / unit / 16
  }.max() ?? 0
}

/// The one result of a primitive.
func result(_ primitive: Primitive, _ operands: NDArray...) throws -> NDArray {
  try #require(evaluate(primitive, operands).first)
}

extension DType {
  /// The dtypes without 64-bit and complex ones.
  static let common: [DType] = [
    .bool, .uint8, .uint16, .uint32, .int8, .int16, .int32, .float16, .bfloat16, .float32,
  ]
}

/// The largest difference of two arrays' elements; infinite when their types differ.
func largestDifference(_ a: NDArray, _ b: NDArray) -> Float {
  guard a.shape == b.shape, a.dtype == b.dtype else { return .infinity }
  return zip(a.floats, b.floats).map { $0 == $1 ? 0 : ($0 - $1).magnitude }.max() ?? 0
}

extension Shape {
  /// The indices of all elements, in C order.
  var indices: [[Int]] {
    sizes.reduce([[]]) { prefixes, size in
      prefixes.flatMap { prefix in (0..<size).map { prefix + [$0] } }
    }
  }

  /// The place in C order of the element at `index`.
  func place(_ index: [Int]) -> Int { zip(sizes, index).reduce(0) { $0 * $1.0 + $1.1 } }
}
