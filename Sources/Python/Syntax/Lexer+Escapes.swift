import Diagnostics

extension Lexer {
  private static let escapes: [Unicode.Scalar: Unicode.Scalar] = [
    "\\": "\\", "'": "'", "\"": "\"", "a": "\u{7}", "b": "\u{8}", "f": "\u{C}", "n": "\n",
    "r": "\r", "t": "\t", "v": "\u{B}",
  ]

  /// Reads an escape. As in Python, an unknown one is a backslash and what follows.
  mutating func readEscape(
    _ quoting: Quoting, into text: inout String.UnicodeScalarView
  ) throws(Diagnostic) {
    let start = position
    advance()
    guard let character = current else { throw unclosed(quoting) }
    if character == "\n" { return advance() }
    if let scalar = Self.escapes[character] {
      text.append(scalar)
      return advance()
    }
    switch character {
    case "0"..."7": text.append(try readOctalEscape(quoting, at: start))
    case "x": text.append(try readHexadecimalEscape(digits: 2, at: start))
    case "u" where !quoting.isBytes:
      text.append(try readHexadecimalEscape(digits: 4, at: start))
    case "U" where !quoting.isBytes:
      text.append(try readHexadecimalEscape(digits: 8, at: start))
    case "N" where !quoting.isBytes: text.append(try readNamedEscape(at: start))
    default: text.append("\\")
    }
  }

  private mutating func readOctalEscape(
    _ quoting: Quoting, at start: Position
  ) throws(Diagnostic) -> Unicode.Scalar {
    var code: UInt32 = 0
    var count = 0
    while count < 3, let current, ("0"..."7").contains(current) {
      code = code * 8 + (current.value - 48)
      count += 1
      advance()
    }
    return try scalar(quoting.isBytes ? code & 0xFF : code, at: start)
  }

  private mutating func readHexadecimalEscape(
    digits count: Int, at start: Position
  ) throws(Diagnostic) -> Unicode.Scalar {
    advance()
    var digits = ""
    while digits.utf8.count < count, let current, current.isDigit(radix: 16) {
      digits.unicodeScalars.append(current)
      advance()
    }
    return try scalar(digits.utf8.count == count ? UInt32(digits, radix: 16) : nil, at: start)
  }

  /// `\N{GREEK SMALL LETTER ALPHA}`.
  private mutating func readNamedEscape(at start: Position) throws(Diagnostic) -> Unicode.Scalar {
    advance()
    guard current == "{" else {
      throw failure("the escape is no character", at: start, expected: "\\N{NAME}")
    }
    advance()
    let name = takeWhile { $0 != "}" && $0 != "\n" && $0 != "'" && $0 != "\"" }
    guard current == "}", let scalar = Unicode.Scalar(named: name) else {
      throw failure("no character is called '\(name)'", at: start, hint: "use \\uHHHH")
    }
    advance()
    return scalar
  }

  private func scalar(_ code: UInt32?, at start: Position) throws(Diagnostic) -> Unicode.Scalar {
    guard let code else {
      throw failure("the escape is no character", at: start, expected: "\\xHH, \\uHHHH or \\ooo")
    }
    guard let scalar = Unicode.Scalar(code) else {
      let isHalf = code < 0x10000
      throw failure(
        "the escape is no character", at: start, expected: "\\xHH, \\uHHHH or \\ooo",
        got: isHalf ? "half of a surrogate pair" : nil)
    }
    return scalar
  }
}
