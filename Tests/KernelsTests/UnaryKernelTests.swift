import Kernels
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Each operation over the whole range of float32 against the C library in `Double`.
struct UnaryKernelTests {
  /// What an operation is compared with, and how far it may be from it in units of the last place.
  struct Case: Sendable, CustomTestStringConvertible {
    let operation: UnaryKernel
    let tolerance: Double
    let function: @Sendable (Double) -> Double
    var testDescription: String { operation.rawValue }
  }

  static let cases = [
    // Exact, but for the sign of zero where C has another.
    Case(operation: .copy, tolerance: 0) { $0 },
    Case(operation: .neg, tolerance: 0) { -$0 },
    Case(operation: .abs, tolerance: 0) { $0.magnitude },
    Case(operation: .sign, tolerance: 0) { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 },
    Case(operation: .floor, tolerance: 0) { $0.rounded(.down) },
    Case(operation: .ceil, tolerance: 0) { $0.rounded(.up) },
    Case(operation: .round, tolerance: 0) { $0.rounded(.toNearestOrEven) },
    // One rounding.
    Case(operation: .square, tolerance: 0.5) { $0 * $0 },
    Case(operation: .sqrt, tolerance: 0.5) { $0.squareRoot() },
    // Two roundings, of a root and a quotient.
    Case(operation: .rsqrt, tolerance: 1.5) { 1 / $0.squareRoot() },
    // The polynomials and what is made of them: the largest errors found over all of float32 are
    // 1.0, 1.5, 0.9, 1.2, 2.4, 2.7, 1.3, 4.0, 1.6 and 2.4, in this order.
    Case(operation: .exp, tolerance: 1.1) { exp($0) },
    Case(operation: .expm1, tolerance: 1.6) { expm1($0) },
    Case(operation: .log, tolerance: 1) { log($0) },
    Case(operation: .log1p, tolerance: 1.3) { log1p($0) },
    Case(operation: .tanh, tolerance: 2.5) { tanh($0) },
    Case(operation: .logistic, tolerance: 2.8) { 1 / (1 + exp(-$0)) },
    Case(operation: .erf, tolerance: 1.4) { erf($0) },
    Case(operation: .erfc, tolerance: 4) { erfc($0) },
    Case(operation: .sin, tolerance: 1.6) { sin($0) },
    Case(operation: .cos, tolerance: 1.6) { cos($0) },
    Case(operation: .sinh, tolerance: 2.5) { sinh($0) },
    Case(operation: .cosh, tolerance: 2.5) { cosh($0) },
    // The C library's: glibc documents at most two places.
    Case(operation: .cbrt, tolerance: 2) { cbrt($0) },
    Case(operation: .tan, tolerance: 2) { tan($0) },
    Case(operation: .asin, tolerance: 2) { asin($0) },
    Case(operation: .acos, tolerance: 2) { acos($0) },
    Case(operation: .atan, tolerance: 2) { atan($0) },
    Case(operation: .asinh, tolerance: 2) { asinh($0) },
    Case(operation: .acosh, tolerance: 2) { acosh($0) },
    Case(operation: .atanh, tolerance: 2) { atanh($0) },
  ]

  /// Numbers of every sign and exponent, with infinities, NaN and both zeros, and more of them where
  /// functions bend.
  static let numbers: [Float] =
    stride(from: UInt32(0), to: .max - 200_000, by: 199_999).map { Float(bitPattern: $0) }
    + [0, -0.0, .infinity, -.infinity, .nan, 1, -1, 0.5, 1.5, 2.5, -0.5, -1.5, 0x1p-149, -0x1p-149]
    + [
      0x1.fffffep127, -0x1.fffffep127, 88.72283, 88.72284, -103.97, -87.33655, 0x1p23, 0x1p22 + 0.5,
    ]
    + (-2000...2000).map { Float($0) * 0.01 }

  @Test(arguments: InstructionSet.available, cases)
  func isNearTheLibrarys(_ instructions: InstructionSet, _ test: Case) {
    let kernel = instructions.kernel(test.operation)
    let results = run(kernel, Self.numbers)
    for (x, y) in zip(Self.numbers, results) {
      let expected = test.function(Double(x))
      let distance = distance(y, expected)
      #expect(distance <= test.tolerance, "\(test.operation.rawValue)(\(x)) is \(y)")
      if distance > test.tolerance { return }
      if Float(expected) == 0, y == 0 {
        #expect(expected.sign == y.sign, "\(test.operation.rawValue)(\(x))")
      }
    }
  }

  /// `lax.exp2` is an exponential of a product, whose rounding counts 2⁷ times as much.
  @Test(arguments: InstructionSet.available)
  func powersOfTwo(_ instructions: InstructionSet) {
    let numbers = Self.numbers.filter { $0.magnitude < 128 }
    for (x, y) in zip(numbers, run(instructions.kernel(.exp2), numbers)) {
      #expect((Double(y) / exp2(Double(x)) - 1).magnitude <= 0x1p-17 || y.magnitude < 0x1p-126)
    }
    #expect(
      run(instructions.kernel(.exp2), [0, .infinity, -.infinity, 200]) == [
        1, .infinity, 0, .infinity,
      ])
  }

  @Test(arguments: InstructionSet.available)
  func inverseOfTheErrorFunction(_ instructions: InstructionSet) {
    let numbers = (-999...999).map { Float($0) / 1000 }
    for (x, y) in zip(numbers, run(instructions.kernel(.erfInv), numbers)) {
      // Giles's polynomials are good to 3e-7 of the result.
      let slope = exp(Double(y) * Double(y)) * Double.pi.squareRoot() / 2
      #expect(
        (erf(Double(y)) - Double(x)).magnitude * slope <= 1e-6 * max(Double(y.magnitude), 1e-3))
    }
    let edges = run(instructions.kernel(.erfInv), [1, -1, 2, 0])
    #expect(edges[0] == .infinity && edges[1] == -.infinity && edges[2].isNaN && edges[3] == 0)
  }

  @Test(arguments: InstructionSet.available)
  func finiteness(_ instructions: InstructionSet) {
    let kernel = instructions.kernel(.isFinite)
    var results = [UInt8](repeating: 7, count: Self.numbers.count)
    Self.numbers.withUnsafeBytes { numbers in
      results.withUnsafeMutableBytes { results in
        guard let numbers = numbers.baseAddress, let results = results.baseAddress else { return }
        kernel(
          TileOperand(numbers, rowStride: 0), into: TileResult(results, rowStride: 0), rows: 1,
          columns: Self.numbers.count)
      }
    }
    #expect(results == Self.numbers.map { $0.isFinite ? 1 : 0 })
  }

  @Test(arguments: InstructionSet.available)
  func roundingToNarrowFloats(_ instructions: InstructionSet) {
    // Halfway cases, to even both ways, the largest numbers and denormals.
    let numbers =
      Self.numbers + [1 + 0x1p-8, 1 + 0x3p-8, 1 + 0x1p-11, 1 + 0x3p-11, 65519, 65520, 0x1p-25]
    let halves = run(instructions.kernel(.roundToFloat16), numbers)
    let brains = run(instructions.kernel(.roundToBFloat16), numbers)
    for (index, x) in numbers.enumerated() {
      let (half, brain) = (Float(Float16(x)), nearestBFloat16(x))
      #expect(halves[index].isSame(as: half), "\(x)")
      #expect(brains[index].isSame(as: brain), "\(x)")
    }
  }

  // MARK: Running and comparing

  private func run(_ kernel: TileKernel, _ numbers: [Float]) -> [Float] {
    numbers.withUnsafeBytes { numbers in
      [Float](unsafeUninitializedCapacity: numbers.count / 4) { results, count in
        count = numbers.count / 4
        guard let numbers = numbers.baseAddress, let results = results.baseAddress else { return }
        kernel(
          TileOperand(numbers, rowStride: 0), into: TileResult(results, rowStride: 0), rows: 1,
          columns: count)
      }
    }
  }

  /// How far a result is from the exact value, in units of the last place, denormals all the same.
  private func distance(_ y: Float, _ expected: Double) -> Double {
    let rounded = Float(expected)
    if rounded.isNaN || y.isNaN { return rounded.isNaN && y.isNaN ? 0 : .infinity }
    if y == rounded, y.isInfinite { return 0 }
    if y == rounded { return min(0.5, (Double(y) - expected).magnitude / Double(rounded.ulp)) }
    // Just past the largest number, infinity is one place away.
    let value = y.isInfinite ? Double(sign: y.sign, exponent: 128, significand: 1) : Double(y)
    return (value - expected).magnitude
      / Double(
        max(
          rounded.isInfinite ? Float.greatestFiniteMagnitude : rounded.magnitude,
          .leastNormalMagnitude
        ).ulp)
  }
}
