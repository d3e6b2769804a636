/// Parts of a formatted number: sign, prefix, digits, and the rest behind them.
struct NumberLayout: Hashable, Sendable {
  /// Whether the number is negative.
  var isNegative = false
  /// `0x` and the like.
  var prefix = ""
  /// Digits that are grouped.
  var digits = ""
  /// Point, fraction, exponent and per cent.
  var rest = ""

  /// The parts of a number's text: a sign, digits, and the rest.
  init(text: String) {
    isNegative = text.utf8.first == UInt8(ascii: "-")
    let unsigned = isNegative ? text.utf8.dropFirst() : text.utf8[...]
    let whole = unsigned.prefix(while: NumberText.isDigit)
    digits = String(decoding: whole, as: UTF8.self)
    rest = String(decoding: unsigned.dropFirst(whole.count), as: UTF8.self)
  }

  /// A number of given parts.
  init(isNegative: Bool = false, prefix: String = "", digits: String = "", rest: String = "") {
    self.isNegative = isNegative
    self.prefix = prefix
    self.digits = digits
    self.rest = rest
  }

  /// The number with sign, grouping and padding of `spec`.
  func text(_ spec: FormatSpec) throws -> String {
    let sign = isNegative ? "-" : (spec.sign == "+" ? "+" : (spec.sign == " " ? " " : ""))
    let others = sign.utf8.count + prefix.utf8.count + rest.codePointCount
    let fillsWithZeros = spec.fill == "0" && spec.alignment == .afterSign
    try TextLimit.check(spec.width ?? 0)
    let least = fillsWithZeros ? (spec.width ?? 0) - others : 0
    let grouped =
      digits.isEmpty
      ? ""
      : Self.grouped(digits, least: least, separator: spec.separator, size: spec.groupSize)
    guard spec.alignment == .afterSign else {
      return try spec.padded(sign + prefix + grouped + rest)
    }
    let margin = max((spec.width ?? 0) - others - grouped.utf8.count, 0)
    return sign + prefix + String(repeating: String(spec.fill), count: margin) + grouped + rest
  }

  /// `digits` in groups, with zeros in front up to the width `least`.
  private static func grouped(
    _ digits: String, least: Int, separator: Unicode.Scalar?, size: Int
  ) -> String {
    guard let separator else {
      return String(repeating: "0", count: max(least - digits.utf8.count, 0)) + digits
    }
    var reversed: [UInt8] = []
    var source = Array(digits.utf8)
    var left = least
    while true {
      let count = min(size, max(source.count, left, 1))
      for _ in 0..<count { reversed.append(source.popLast() ?? UInt8(ascii: "0")) }
      left -= count
      if source.isEmpty, left <= 0 { break }
      reversed.append(UInt8(truncatingIfNeeded: separator.value))
      left -= 1
    }
    return String(decoding: reversed.reversed(), as: UTF8.self)
  }
}
