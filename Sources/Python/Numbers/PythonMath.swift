#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Python's `math` module.
enum PythonMath {
  static let pi = Double.pi
  static let tau = 2 * Double.pi
  static let e = 0x1.5bf0a8b145769p+1

  /// Error of an argument outside the domain.
  static let domainError = PythonFault.valueError("math domain error")
  /// Error of a result beyond the floats.
  static let rangeError = PythonFault.overflow("math range error")

  /// The function of one float named `name`, such as `sqrt`; nil where there is none.
  static func unary(_ name: String) -> ((Double) throws -> Double)? {
    switch name {
    case "sqrt": checked { $0.squareRoot() }
    case "cbrt": checked { cbrt($0) }
    case "fabs": { $0.magnitude }
    case "exp": checked(canOverflow: true) { exp($0) }
    case "exp2": checked(canOverflow: true) { exp2($0) }
    case "expm1": checked(canOverflow: true) { expm1($0) }
    case "log": logarithm
    case "log2": ofPositive { log2($0) }
    case "log10": ofPositive { log10($0) }
    case "log1p": checked { log1p($0) }
    case "degrees": { $0 * (180 / pi) }
    case "radians": { $0 * (pi / 180) }
    case "erf": { erf($0) }
    case "erfc": { erfc($0) }
    case "gamma": gamma
    case "lgamma": logGamma
    case "ulp": ulp
    default: trigonometric(name)
    }
  }

  private static func trigonometric(_ name: String) -> ((Double) throws -> Double)? {
    switch name {
    case "sin": checked { sin($0) }
    case "cos": checked { cos($0) }
    case "tan": checked { tan($0) }
    case "asin": checked { asin($0) }
    case "acos": checked { acos($0) }
    case "atan": checked { atan($0) }
    case "sinh": checked(canOverflow: true) { sinh($0) }
    case "cosh": checked(canOverflow: true) { cosh($0) }
    case "tanh": checked { tanh($0) }
    case "asinh": checked { asinh($0) }
    case "acosh": checked { acosh($0) }
    case "atanh": checked { atanh($0) }
    default: nil
    }
  }

  /// `function` with CPython's errors for a NaN or an infinity out of a finite argument.
  private static func checked(
    canOverflow: Bool = false, _ function: @escaping (Double) -> Double
  ) -> (Double) throws -> Double {
    return { value in
      let result = function(value)
      if result.isNaN, !value.isNaN { throw domainError }
      if result.isInfinite, value.isFinite { throw canOverflow ? rangeError : domainError }
      return result
    }
  }

  private static func ofPositive(
    _ function: @escaping (Double) -> Double
  ) -> (Double) throws -> Double {
    return { value in
      guard value > 0 || value.isNaN else { throw domainError }
      return function(value)
    }
  }

  /// `log(value)`
  static func logarithm(_ value: Double) throws -> Double {
    guard value > 0 || value.isNaN else { throw domainError }
    return log(value)
  }

  /// `log(value, base)`
  static func logarithm(_ value: Double, base: Double) throws -> Double {
    let (numerator, denominator) = (try logarithm(value), try logarithm(base))
    return try PythonFloat.divide(numerator, denominator)
  }

  /// `atan2(y, x)`
  static func angle(_ y: Double, _ x: Double) -> Double { atan2(y, x) }

  /// `pow(x, y)`
  static func power(_ x: Double, _ y: Double) throws -> Double {
    let result = pow(x, y)
    guard x.isFinite, y.isFinite, !result.isFinite else { return result }
    throw result.isNaN || x == 0 ? domainError : rangeError
  }
}
