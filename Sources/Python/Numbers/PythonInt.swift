/// Arithmetic of Python's `int` on 64 bits; results that need more are refused.
enum PythonInt {
  /// `a + b`
  static func add(_ a: Int, _ b: Int) throws -> Int {
    try fitting(a.addingReportingOverflow(b))
  }

  /// `a - b`
  static func subtract(_ a: Int, _ b: Int) throws -> Int {
    try fitting(a.subtractingReportingOverflow(b))
  }

  /// `a * b`
  static func multiply(_ a: Int, _ b: Int) throws -> Int {
    try fitting(a.multipliedReportingOverflow(by: b))
  }

  /// `-a`
  static func negate(_ a: Int) throws -> Int { try subtract(0, a) }

  /// `abs(a)`
  static func absolute(_ a: Int) throws -> Int { a < 0 ? try negate(a) : a }

  /// `a // b`, rounded towards minus infinity.
  static func floorDivide(_ a: Int, _ b: Int) throws -> Int {
    try divmod(a, b).quotient
  }

  /// `a % b`, with the sign of `b`.
  static func modulo(_ a: Int, _ b: Int) throws -> Int {
    guard b != 0 else { throw PythonFault.zeroDivision("integer modulo by zero") }
    return floorRemainder(a, b)
  }

  /// `divmod(a, b)`
  static func divmod(_ a: Int, _ b: Int) throws -> (quotient: Int, remainder: Int) {
    guard b != 0 else { throw PythonFault.zeroDivision("integer division or modulo by zero") }
    let quotient = try fitting(a.dividedReportingOverflow(by: b))
    let remainder = floorRemainder(a, b)
    let isRoundedUp = (a < 0) != (b < 0) && remainder != 0
    return (isRoundedUp ? quotient - 1 : quotient, remainder)
  }

  /// `a / b`, correctly rounded.
  static func trueDivide(_ a: Int, _ b: Int) throws -> Double {
    guard b != 0 else { throw PythonFault.zeroDivision("division by zero") }
    guard a != 0 else { return b < 0 ? -0.0 : 0 }
    let sign: Double = (a < 0) != (b < 0) ? -1 : 1
    let (top, bottom) = (a.magnitude, b.magnitude)
    if top <= 1 << 53, bottom <= 1 << 53 { return sign * (Double(top) / Double(bottom)) }
    let (topShift, bottomShift) = (top.leadingZeroBitCount, bottom.leadingZeroBitCount)
    let numerator = top << UInt(topShift)
    let division = (bottom << UInt(bottomShift)).dividingFullWidth(
      (high: numerator >> 1, low: numerator << 63))
    let sticky = division.quotient | (division.remainder == 0 ? 0 : 1)
    let exponent = bottomShift - topShift - 63
    return sign * Double(sign: .plus, exponent: exponent, significand: Double(sticky))
  }

  /// `a << count`
  static func shiftLeft(_ a: Int, _ count: Int) throws -> Int {
    guard count >= 0 else { throw PythonFault.valueError("negative shift count") }
    guard a != 0 else { return 0 }
    guard count < 64, (a << count) >> count == a else { throw PythonFault.integerTooLarge }
    return a << count
  }

  /// `a >> count`, rounded towards minus infinity.
  static func shiftRight(_ a: Int, _ count: Int) throws -> Int {
    guard count >= 0 else { throw PythonFault.valueError("negative shift count") }
    return count < 64 ? a >> count : (a < 0 ? -1 : 0)
  }

  /// `a.bit_length()`
  static func bitLength(_ a: Int) -> Int { 64 - a.magnitude.leadingZeroBitCount }

  /// `a.bit_count()`
  static func bitCount(_ a: Int) -> Int { a.magnitude.nonzeroBitCount }

  /// `a` compared with `b` exactly; nil where `b` isn't a number.
  static func compare(_ a: Int, _ b: Double) -> Comparison? {
    if b.isNaN { return nil }
    if b >= 0x1p63 { return .less }
    if b < -0x1p63 { return .greater }
    let whole = b.rounded(.towardZero)
    guard let integer = Int(exactly: whole) else { return nil }
    if a != integer { return a < integer ? .less : .greater }
    return b == whole ? .equal : (b > whole ? .less : .greater)
  }

  private static func floorRemainder(_ a: Int, _ b: Int) -> Int {
    let remainder = a.remainderReportingOverflow(dividingBy: b).partialValue
    let differs = remainder != 0 && (remainder < 0) != (b < 0)
    return b == -1 ? 0 : (differs ? remainder + b : remainder)
  }

  /// The value of an operation, refused if it overflowed.
  static func fitting(_ result: (partialValue: Int, overflow: Bool)) throws -> Int {
    guard !result.overflow else { throw PythonFault.integerTooLarge }
    return result.partialValue
  }
}

/// Order of two values.
enum Comparison: Hashable, Sendable {
  case less, equal, greater
}
