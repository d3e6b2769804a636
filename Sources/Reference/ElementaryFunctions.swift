import ProgramIR

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Float: RealElement {
  static func elementary(_ operation: UnaryOperation) -> ((Float) -> Float)? {
    switch operation {
    case .exp: expf
    case .expm1: expm1f
    case .log: logf
    case .log1p: log1pf
    case .cbrt: cbrtf
    case .sin: sinf
    case .cos: cosf
    case .tan: tanf
    case .asin: asinf
    case .acos: acosf
    case .atan: atanf
    case .sinh: sinhf
    case .cosh: coshf
    case .tanh: tanhf
    case .asinh: asinhf
    case .acosh: acoshf
    case .atanh: atanhf
    case .erf: erff
    case .erfc: erfcf
    default: nil
    }
  }

  static func power(_ base: Float, _ exponent: Float) -> Float { powf(base, exponent) }
  static func angle(_ y: Float, _ x: Float) -> Float { atan2f(y, x) }
  static func nextAfter(_ x: Float, _ y: Float) -> Float { nextafterf(x, y) }
  static func exponential(_ x: Float) -> Float { expf(x) }
  static func erfInverse(_ x: Float) -> Float { gilesErfInverse(x, -log1pf(-x * x)) }

  static func accumulate(
    _ sums: UnsafeMutableBufferPointer<Float>, _ factor: Float, _ row: UnsafeBufferPointer<Float>
  ) {
    for column in row.indices { sums[column] += factor * row[column] }
  }
}

extension Double: RealElement {
  static func elementary(_ operation: UnaryOperation) -> ((Double) -> Double)? {
    switch operation {
    case .exp: exp
    case .expm1: expm1
    case .log: log
    case .log1p: log1p
    case .cbrt: cbrt
    case .sin: sin
    case .cos: cos
    case .tan: tan
    case .asin: asin
    case .acos: acos
    case .atan: atan
    case .sinh: sinh
    case .cosh: cosh
    case .tanh: tanh
    case .asinh: asinh
    case .acosh: acosh
    case .atanh: atanh
    case .erf: erf
    case .erfc: erfc
    default: nil
    }
  }

  static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
  static func angle(_ y: Double, _ x: Double) -> Double { atan2(y, x) }
  static func nextAfter(_ x: Double, _ y: Double) -> Double { nextafter(x, y) }
  static func exponential(_ x: Double) -> Double { exp(x) }

  static func erfInverse(_ x: Double) -> Double {
    let estimate = gilesErfInverse(x, -log1p(-x * x))
    if !estimate.isFinite { return estimate }
    // Two steps of Newton's method double the digits twice.
    return (0..<2).reduce(estimate) { y, _ in
      y - (erf(y) - x) * (Double.pi.squareRoot() / 2) * exp(y * y)
    }
  }

  static func accumulate(
    _ sums: UnsafeMutableBufferPointer<Double>, _ factor: Double, _ row: UnsafeBufferPointer<Double>
  ) {
    for column in row.indices { sums[column] += factor * row[column] }
  }
}

/// The inverse of the error function to single precision, `w` being -log(1 - x²) (M. Giles,
/// "Approximating the erfinv function", 2011): the polynomials XLA uses.
private func gilesErfInverse<T: RealElement>(_ x: T, _ w: T) -> T {
  if x.magnitude == 1 { return x * .infinity }
  let (coefficients, argument) =
    w < 5 ? (centralCoefficients, w - 2.5) : (tailCoefficients, w.squareRoot() - 3)
  var value: T = 0
  for coefficient in coefficients { value = value * argument + T(coefficient) }
  return value * x
}

private let centralCoefficients: [Float] = [
  2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087,
  -0.00125372503, -0.00417768164, 0.246640727, 1.50140941,
]

private let tailCoefficients: [Float] = [
  -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773,
  -0.0076224613, 0.00943887047, 1.00167406, 2.83297682,
]
