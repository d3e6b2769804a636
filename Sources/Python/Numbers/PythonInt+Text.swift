extension PythonInt {
  /// `bin(value)`
  static func binary(_ value: Int) -> String { prefixed(value, "0b", radix: 2) }

  /// `oct(value)`
  static func octal(_ value: Int) -> String { prefixed(value, "0o", radix: 8) }

  /// `hex(value)`
  static func hexadecimal(_ value: Int) -> String { prefixed(value, "0x", radix: 16) }

  private static func prefixed(_ value: Int, _ prefix: String, radix: Int) -> String {
    (value < 0 ? "-" : "") + prefix + String(value.magnitude, radix: radix)
  }

  /// `int(text, base)`: whitespace around, underscores between digits, digits of any script.
  static func parse(_ text: String, base: Int = 10) throws -> Int {
    guard base == 0 || (2...36).contains(base) else {
      throw PythonFault.valueError("int() base must be >= 2 and <= 36, or 0")
    }
    var scanner = IntegerScanner(NumberText.ascii(text), base: base)
    guard let magnitude = scanner.scan() else {
      let shown = String(codePoints: text.pythonRepr.codePoints.prefix(200))
      throw PythonFault.valueError(
        "invalid literal for int() with base \(base): \(shown)")
    }
    guard !scanner.overflows else { throw PythonFault.integerTooLarge }
    return try signed(magnitude, isNegative: scanner.isNegative)
  }
}

/// Reader of an integer literal with sign, prefix and underscores.
private struct IntegerScanner {
  private let bytes: [UInt8]
  private var position = 0
  private var base: UInt
  private var mustBeZero = false
  var isNegative = false
  var overflows = false

  init(_ bytes: [UInt8], base: Int) {
    self.bytes = bytes
    self.base = UInt(base)
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Magnitude of the literal; nil where it is malformed.
  mutating func scan() -> UInt? {
    if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") {
      isNegative = current == UInt8(ascii: "-")
      position += 1
    }
    scanPrefix()
    guard let magnitude = scanDigits(), position == bytes.count else { return nil }
    return mustBeZero && (magnitude != 0 || overflows) ? nil : magnitude
  }

  private mutating func scanPrefix() {
    let letter = position + 1 < bytes.count ? bytes[position + 1] | 0x20 : 0
    let prefixBase: UInt? =
      switch letter {
      case UInt8(ascii: "x"): 16
      case UInt8(ascii: "o"): 8
      case UInt8(ascii: "b"): 2
      default: nil
      }
    let isZero = current == UInt8(ascii: "0")
    if isZero, let prefixBase, base == 0 || base == prefixBase {
      base = prefixBase
      position += 2
      if current == UInt8(ascii: "_") { position += 1 }
    } else if base == 0 {
      base = 10
      mustBeZero = isZero
    }
  }

  private mutating func scanDigits() -> UInt? {
    var magnitude: UInt = 0
    var wasDigit = false
    while let byte = current {
      if byte == UInt8(ascii: "_"), wasDigit {
        wasDigit = false
      } else if let digit = Self.digit(byte), digit < base {
        let (product, isLarge) = magnitude.multipliedReportingOverflow(by: base)
        let (sum, isLarger) = product.addingReportingOverflow(digit)
        overflows = overflows || isLarge || isLarger
        magnitude = sum
        wasDigit = true
      } else {
        return nil
      }
      position += 1
    }
    return wasDigit ? magnitude : nil
  }

  private static func digit(_ byte: UInt8) -> UInt? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
  }
}
