#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension PythonMath {
  /// `copysign(x, y)`
  static func copysign(_ x: Double, _ y: Double) -> Double {
    Double(signOf: y, magnitudeOf: x)
  }

  /// `fmod(x, y)`
  static func fmod(_ x: Double, _ y: Double) throws -> Double {
    let result = x.truncatingRemainder(dividingBy: y)
    if result.isNaN, !x.isNaN, !y.isNaN { throw domainError }
    return result
  }

  /// `remainder(x, y)`
  static func remainder(_ x: Double, _ y: Double) throws -> Double {
    if x.isFinite, y.isInfinite { return x }
    let result = x.remainder(dividingBy: y)
    if result.isNaN, !x.isNaN, !y.isNaN { throw domainError }
    return result == 0 ? copysign(0, x) : result
  }

  /// `isclose(a, b, rel_tol, abs_tol)`
  static func isClose(
    _ a: Double, _ b: Double, relative: Double = 1e-9, absolute: Double = 0
  ) throws -> Bool {
    guard !(relative < 0), !(absolute < 0) else {
      throw PythonFault.valueError("tolerances must be non-negative")
    }
    if a == b { return true }
    if a.isInfinite || b.isInfinite { return false }
    let difference = (b - a).magnitude
    return difference <= (relative * b).magnitude || difference <= (relative * a).magnitude
      || difference <= absolute
  }

  /// `floor(value)`
  static func floor(_ value: Double) throws -> Int {
    try PythonFloat.int(value.rounded(.down))
  }

  /// `ceil(value)`
  static func ceil(_ value: Double) throws -> Int { try PythonFloat.int(value.rounded(.up)) }

  /// `trunc(value)`
  static func trunc(_ value: Double) throws -> Int { try PythonFloat.int(value) }

  /// `modf(value)`: fraction and whole part, both with the sign of `value`.
  static func modf(_ value: Double) -> (fraction: Double, whole: Double) {
    guard value.isFinite else {
      return (value.isNaN ? value : copysign(0, value), value)
    }
    let whole = value.rounded(.towardZero)
    return (copysign(value - whole, value), whole)
  }

  /// `frexp(value)`: a significand in [0.5, 1) and an exponent of 2.
  static func frexp(_ value: Double) -> (significand: Double, exponent: Int) {
    guard value.isFinite, value != 0 else { return (value, 0) }
    return (copysign(value.significand / 2, value), Int(value.exponent) + 1)
  }

  /// `ldexp(value, exponent)`
  static func ldexp(_ value: Double, _ exponent: Int) throws -> Double {
    guard value.isFinite, value != 0 else { return value }
    let shift = min(max(exponent, -5000), 5000)
    let result = Double(sign: .plus, exponent: shift, significand: value)
    guard result.isFinite else { throw rangeError }
    return result
  }

  /// `nextafter(x, y)`
  static func nextAfter(_ x: Double, _ y: Double) -> Double {
    if x.isNaN || y.isNaN { return x + y }
    if x == y { return y }
    return x < y ? x.nextUp : x.nextDown
  }

  /// `ulp(value)`
  static func ulp(_ value: Double) -> Double {
    value.isInfinite ? .infinity : (value.isNaN ? value : value.magnitude.ulp)
  }
}
