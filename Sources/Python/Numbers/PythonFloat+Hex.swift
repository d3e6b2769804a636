#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension PythonFloat {
  /// `value.hex()`
  static func hex(_ value: Double) -> String {
    guard value.isFinite else { return repr(value) }
    let sign = value.sign == .minus ? "-" : ""
    if value == 0 { return sign + "0x0.0p+0" }
    let magnitude = value.magnitude
    let digits = String(magnitude.significandBitPattern, radix: 16)
    let fraction = String(repeating: "0", count: 13 - digits.count) + digits
    let exponent = magnitude.isNormal ? Int(magnitude.exponent) : -1022
    return sign + (magnitude.isNormal ? "0x1." : "0x0.") + fraction
      + (exponent < 0 ? "p-" : "p+") + String(exponent.magnitude)
  }

  /// `float.fromhex(text)`
  static func fromHex(_ text: String) throws -> Double {
    let spaced = text.utf8.map { (9...13).contains($0) ? 0x20 : $0 }
    var bytes = NumberText.trimmed(spaced)[...]
    let isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
    let magnitude = try hexMagnitude(bytes.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 })
    return isNegative ? -magnitude : magnitude
  }

  private static func hexMagnitude(_ bytes: [UInt8]) throws -> Double {
    let text = String(decoding: bytes, as: UTF8.self)
    if text == "nan" { return .nan }
    if text == "inf" || text == "infinity" { return .infinity }
    let malformed = PythonFault.valueError("invalid hexadecimal floating-point string")
    guard let number = HexNumber(bytes) else { throw malformed }
    let value = strtod(number.text, nil)
    guard value.isFinite else {
      throw PythonFault.overflow("hexadecimal value too large to represent as a float")
    }
    guard number.isComplete else { throw malformed }
    return value
  }
}

/// A lower-case hexadecimal number `[0x] digits [. digits] [p [sign] digits]`.
private struct HexNumber {
  /// The number as `strtod` reads it.
  let text: String
  /// Whether the text ends with the number.
  let isComplete: Bool

  init?(_ bytes: [UInt8]) {
    var rest = bytes[...]
    if rest.starts(with: "0x".utf8) { rest = rest.dropFirst(2) }
    let whole = rest.prefix(while: Self.isHexDigit)
    rest = rest.dropFirst(whole.count)
    var fraction = rest.prefix(0)
    if rest.first == UInt8(ascii: ".") {
      fraction = rest.dropFirst().prefix(while: Self.isHexDigit)
      rest = rest.dropFirst(fraction.count + 1)
    }
    guard whole.count + fraction.count > 0 else { return nil }
    var exponent = "0"
    if rest.first == UInt8(ascii: "p") {
      guard let read = Self.exponent(rest.dropFirst()) else { return nil }
      exponent = read
      rest = rest.dropFirst(1 + read.utf8.count)
    }
    isComplete = rest.isEmpty
    text =
      "0x0" + String(decoding: whole, as: UTF8.self) + "."
      + String(decoding: fraction, as: UTF8.self) + "p" + exponent
  }

  /// `[sign] digits` at the start of `bytes`.
  private static func exponent(_ bytes: ArraySlice<UInt8>) -> String? {
    let signs = [UInt8(ascii: "-"), UInt8(ascii: "+")]
    let sign = bytes.prefix { signs.contains($0) }.prefix(1)
    let digits = bytes.dropFirst(sign.count).prefix(while: NumberText.isDigit)
    return digits.isEmpty ? nil : String(decoding: sign + digits, as: UTF8.self)
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    NumberText.isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}
