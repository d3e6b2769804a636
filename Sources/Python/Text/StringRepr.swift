extension String {
  /// `repr(self)`
  var pythonRepr: String { quoted(keepsPrintable: true) }

  /// `ascii(self)`
  var pythonASCII: String { quoted(keepsPrintable: false) }

  private func quoted(keepsPrintable: Bool) -> String {
    let hasSingle = utf8.contains(UInt8(ascii: "'"))
    let quote: Unicode.Scalar = hasSingle && !utf8.contains(UInt8(ascii: "\"")) ? "\"" : "'"
    var result = String.UnicodeScalarView()
    result.append(quote)
    for scalar in unicodeScalars {
      if scalar == quote || scalar == "\\" {
        result.append("\\")
        result.append(scalar)
      } else if scalar.isASCII
        ? (0x20..<0x7f).contains(scalar.value)
        : keepsPrintable
          && scalar.isPythonPrintable
      {
        result.append(scalar)
      } else {
        result.append(contentsOf: Self.escape(scalar).unicodeScalars)
      }
    }
    result.append(quote)
    return String(result)
  }

  /// `ascii` of a text that is a `repr` already: escapes beyond ASCII.
  var escapedBeyondASCII: String {
    unicodeScalars.map { $0.isASCII ? String($0) : Self.escape($0) }.joined()
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\t": "\\t"
    case "\n": "\\n"
    case "\r": "\\r"
    default:
      switch scalar.value {
      case ..<0x100: "\\x" + hex(scalar.value, width: 2)
      case ..<0x10000: "\\u" + hex(scalar.value, width: 4)
      default: "\\U" + hex(scalar.value, width: 8)
      }
    }
  }

  fileprivate static func hex(_ value: UInt32, width: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: Swift.max(width - digits.utf8.count, 0)) + digits
  }
}

/// Python's `bytes`.
enum PythonBytes {
  /// `repr(bytes)`
  static func repr(_ bytes: [UInt8]) -> String {
    let hasSingle = bytes.contains(UInt8(ascii: "'"))
    let usesDouble = hasSingle && !bytes.contains(UInt8(ascii: "\""))
    let quote = usesDouble ? UInt8(ascii: "\"") : UInt8(ascii: "'")
    let mark = usesDouble ? "\"" : "'"
    return "b" + mark + bytes.map { escape($0, quote: quote) }.joined() + mark
  }

  private static func escape(_ byte: UInt8, quote: UInt8) -> String {
    let scalar = Unicode.Scalar(byte)
    switch byte {
    case quote, UInt8(ascii: "\\"): return "\\" + String(scalar)
    case 0x09: return "\\t"
    case 0x0a: return "\\n"
    case 0x0d: return "\\r"
    case 0x20..<0x7f: return String(scalar)
    default: return "\\x" + String.hex(UInt32(byte), width: 2)
    }
  }
}
