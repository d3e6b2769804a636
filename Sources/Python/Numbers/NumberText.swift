/// Text of a number before it is read.
enum NumberText {
  /// `text` without whitespace around it and with the digits of every script as ASCII digits; the
  /// first other character beyond ASCII becomes `?` and ends it, as in CPython.
  static func ascii(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      guard let byte = ascii(scalar) else {
        bytes.append(UInt8(ascii: "?"))
        break
      }
      bytes.append(byte)
    }
    return trimmed(bytes)
  }

  private static func ascii(_ scalar: Unicode.Scalar) -> UInt8? {
    if scalar.isASCII { return isSpace(scalar) ? 0x20 : UInt8(scalar.value) }
    if scalar.isPythonSpace { return 0x20 }
    return scalar.decimalDigit.map { UInt8(ascii: "0") + UInt8($0) }
  }

  /// `bytes` without spaces at both ends.
  static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
    guard let first = bytes.firstIndex(where: { $0 != 0x20 }),
      let last = bytes.lastIndex(where: { $0 != 0x20 })
    else { return [] }
    return Array(bytes[first...last])
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0x20 || (9...13).contains(scalar.value)
  }

  /// `bytes` without underscores between digits; nil where an underscore stands elsewhere.
  static func withoutUnderscores(_ bytes: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      guard byte == UInt8(ascii: "_") else {
        result.append(byte)
        continue
      }
      guard index > 0, index + 1 < bytes.count, isDigit(bytes[index - 1]),
        isDigit(bytes[index + 1])
      else { return nil }
    }
    return result
  }

  /// Whether `byte` is an ASCII digit.
  static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
