import Arrays
import Execution
import ProgramIR
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

extension NDArray {
  /// An array of `Float` elements.
  init(_ shape: Shape, _ element: (Int) -> Float) {
    self.init((0..<shape.elementCount).map(element), shape: shape)
  }

  /// An array whose elements all differ, as far as the dtype has as many values.
  init(counting shape: Shape, _ dtype: DType = .int32) {
    self = NDArray((0..<Int32(shape.elementCount)).map { $0 }, shape: shape).converted(to: dtype)
  }

  /// The elements as integers.
  var integers: [Int64] { converted(to: .int64).elements(as: Int64.self) }

  /// The elements as floats.
  var floats: [Float] { converted(to: .float32).elements(as: Float.self) }
}

extension DType {
  /// The dtypes without 64-bit and complex ones.
  static let common: [DType] = [
    .bool, .uint8, .uint16, .uint32, .int8, .int16, .int32, .float16, .bfloat16, .float32,
  ]

  /// The element's bits that are its fraction, for a float.
  var fractionBits: Int {
    switch self {
    case .bfloat16: 7
    case .float16: 10
    default: 23
    }
  }
}

/// The largest difference of two arrays' elements in units in the last place of their dtype; NaNs
/// are equal, and so are numbers too small to be normal, which JAX flushes to zero.
func ulpDistance(_ a: NDArray, _ b: NDArray) -> Float {
  guard a.shape == b.shape, a.dtype == b.dtype else { return .infinity }
  let smallest: Float = a.dtype == .float16 ? 0x1p-14 : .leastNormalMagnitude
  return zip(a.floats, b.floats).map { x, y in
    if x == y && x.sign == y.sign || x.isNaN && y.isNaN { return 0 }
    if x != y && max(x.magnitude, y.magnitude) <= smallest { return 0 }
    if x == 0 && y == 0 { return 1 }
    if !x.isFinite || !y.isFinite { return .infinity }
    let unit = Float(sign: .plus, exponent: y.exponent - a.dtype.fractionBits, significand: 1)
    return (x - y).magnitude / unit
  }.max() ?? 0
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
