/// Text of a double in one of CPython's notations (`PyOS_double_to_string`).
struct FloatText {
  /// Notation of the digits.
  enum Notation: Hashable, Sendable {
    /// Shortest digits that read back, as `repr` has them.
    case shortest
    /// `e`: one digit before the point.
    case exponent
    /// `f`: a fixed number of digits after the point.
    case fixed
    /// `g`: significant digits, with an exponent for large and small values.
    case general
  }

  /// Notation of the digits.
  var notation: Notation
  /// Digits after the point, or significant ones for `general`.
  var precision = 0
  /// Whether letters are upper-case.
  var isUppercase = false
  /// `#`: keeps the point and, for `general`, the trailing zeros.
  var isAlternate = false
  /// Whether a whole number gets `.0`.
  var addsPointZero = false
  /// `z`: drops the sign of a zero.
  var dropsNegativeZero = false

  /// Text of `value`, with `-` before a negative one.
  func text(_ value: Double) throws -> String {
    try TextLimit.check(precision)
    let lower = value.isFinite ? finiteText(value) : Self.infinityText(value)
    return isUppercase ? lower.uppercased() : lower
  }

  private static func infinityText(_ value: Double) -> String {
    value.isNaN ? "nan" : (value < 0 ? "-inf" : "inf")
  }

  /// Significant digits for `exponent` and `general`.
  private var significantDigits: Int {
    notation == .exponent ? precision + 1 : max(precision, 1)
  }

  /// Text of a finite double, in lower case.
  func finiteText(_ value: Double) -> String {
    let decimal: DecimalDigits =
      switch notation {
      case .shortest: .shortest(value)
      case .exponent, .general: .rounded(value, significantDigits: significantDigits)
      case .fixed: .rounded(value, fractionDigits: precision)
      }
    let isZero = decimal.digits.allSatisfy { $0 == 0 }
    let isNegative = value.sign == .minus && !(dropsNegativeZero && isZero)
    return (isNegative ? "-" : "") + layout(decimal)
  }

  private func layout(_ decimal: DecimalDigits) -> String {
    var (end, point) = (decimal.digits.count, decimal.point)
    var usesExponent = false
    switch notation {
    case .exponent: (usesExponent, end) = (true, significantDigits)
    case .fixed: end = point + precision
    case .general:
      usesExponent = point <= -4 || point > significantDigits - (addsPointZero ? 1 : 0)
      if isAlternate { end = significantDigits }
    case .shortest: usesExponent = point <= -4 || point > 16
    }
    let exponent = point - 1
    if usesExponent { point = 1 }
    end = max(end, point + (addsPointZero && !usesExponent ? 1 : 0))
    let mantissa = Self.mantissa(decimal.digits, from: min(point - 1, 0), to: end, point: point)
    let isBare = end == point && !isAlternate
    return mantissa + (isBare ? "" : Self.fraction(decimal.digits, from: point, to: end))
      + (usesExponent ? Self.exponentText(exponent) : "")
  }

  /// Digits of the whole part, with zeros where `digits` has none.
  private static func mantissa(_ digits: [UInt8], from start: Int, to end: Int, point: Int)
    -> String
  {
    text(digits, start..<max(start, min(point, end)))
  }

  private static func fraction(_ digits: [UInt8], from point: Int, to end: Int) -> String {
    "." + text(digits, point..<max(point, end))
  }

  private static func text(_ digits: [UInt8], _ range: Range<Int>) -> String {
    let bytes = range.map { index in
      UInt8(ascii: "0") + (digits.indices.contains(index) ? digits[index] : 0)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func exponentText(_ exponent: Int) -> String {
    let digits = String(exponent.magnitude)
    return "e" + (exponent < 0 ? "-" : "+") + (digits.count < 2 ? "0" : "") + digits
  }
}
