#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Arithmetic of Python's `float`.
enum PythonFloat {
  /// `a / b`
  static func divide(_ a: Double, _ b: Double) throws -> Double {
    guard b != 0 else { throw PythonFault.zeroDivision("float division by zero") }
    return a / b
  }

  /// `a // b`
  static func floorDivide(_ a: Double, _ b: Double) throws -> Double {
    guard b != 0 else { throw PythonFault.zeroDivision("float floor division by zero") }
    return quotientAndRemainder(a, b).quotient
  }

  /// `a % b`, with the sign of `b`.
  static func modulo(_ a: Double, _ b: Double) throws -> Double {
    guard b != 0 else { throw PythonFault.zeroDivision("float modulo") }
    return quotientAndRemainder(a, b).remainder
  }

  /// `divmod(a, b)`
  static func divmod(_ a: Double, _ b: Double) throws -> (quotient: Double, remainder: Double) {
    guard b != 0 else { throw PythonFault.zeroDivision("float divmod()") }
    return quotientAndRemainder(a, b)
  }

  /// Floor division by way of the exact remainder (`float_divmod` of CPython).
  private static func quotientAndRemainder(
    _ a: Double, _ b: Double
  ) -> (quotient: Double, remainder: Double) {
    var remainder = fmod(a, b)
    var quotient = (a - remainder) / b
    if remainder == 0 {
      remainder = copysign(0, b)
    } else if (b < 0) != (remainder < 0) {
      remainder += b
      quotient -= 1
    }
    guard quotient != 0 else { return (copysign(0, a / b), remainder) }
    let floored = quotient.rounded(.down)
    return (quotient - floored > 0.5 ? floored + 1 : floored, remainder)
  }

  /// `int(value)`
  static func int(_ value: Double) throws -> Int {
    if value.isNaN { throw PythonFault.valueError("cannot convert float NaN to integer") }
    if value.isInfinite { throw PythonFault.overflow("cannot convert float infinity to integer") }
    guard let result = Int(exactly: value.rounded(.towardZero)) else {
      throw PythonFault.integerTooLarge
    }
    return result
  }

  /// `value.is_integer()`
  static func isInteger(_ value: Double) -> Bool {
    value.isFinite && value.rounded(.towardZero) == value
  }

  /// `value.as_integer_ratio()`
  static func integerRatio(_ value: Double) throws -> (numerator: Int, denominator: Int) {
    if value.isNaN { throw PythonFault.valueError("cannot convert NaN to integer ratio") }
    if value.isInfinite { throw PythonFault.overflow("cannot convert Infinity to integer ratio") }
    var (numerator, denominator) = (value, 1)
    while numerator != numerator.rounded(.towardZero) {
      numerator *= 2
      denominator = try PythonInt.multiply(denominator, 2)
    }
    return (try int(numerator), denominator)
  }

  /// `repr(value)`: the fewest digits that read back, with an exponent from 1e16 on.
  static func repr(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : (value < 0 ? "-inf" : "inf") }
    return FloatText.shortest(value)
  }
}
