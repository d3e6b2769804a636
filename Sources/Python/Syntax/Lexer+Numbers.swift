import Diagnostics

extension Lexer {
  /// Reads an integer, a float or an imaginary number.
  mutating func readNumber() throws(Diagnostic) {
    let start = position
    let first = index
    let radices: [Unicode.Scalar: Int] = ["x": 16, "X": 16, "o": 8, "O": 8, "b": 2, "B": 2]
    if current == "0", let radix = peek(1).flatMap({ radices[$0] }) {
      advance(by: 2)
      if current == "_" { advance() }
      let digits = try readDigits(radix: radix, of: first, at: start)
      try append(integer: digits, radix: radix, at: start)
    } else {
      try readDecimal(of: first, at: start)
    }
    if let current, current.continuesIdentifier, !isAtKeyword {
      throw notANumber(of: first, at: start)
    }
  }

  /// Whether a word follows that may touch a number: `1if x else 2`.
  private var isAtKeyword: Bool {
    var rest = self
    let word = rest.takeWhile(\.continuesIdentifier)
    return ["and", "else", "for", "if", "in", "is", "not", "or"].contains(word)
  }

  private mutating func readDecimal(of first: Int, at start: Position) throws(Diagnostic) {
    var text = current == "." ? "0" : try readDigits(radix: 10, of: first, at: start)
    var isFloat = false
    if current == "." {
      isFloat = true
      advance()
      let hasFraction = current?.isDecimalDigit == true
      text += "." + (hasFraction ? try readDigits(radix: 10, of: first, at: start) : "0")
    }
    if let exponent = try readExponent(of: first, at: start) {
      isFloat = true
      text += exponent
    }
    if current == "j" || current == "J" {
      advance()
      append(.imaginary(Double(text) ?? .infinity), at: start)
    } else if isFloat {
      append(.float(Double(text) ?? .infinity), at: start)
    } else {
      if text.hasPrefix("0"), text.contains(where: { $0 != "0" }) {
        throw failure(
          "an integer with leading zeros", at: start, hint: "octal numbers start with '0o'")
      }
      try append(integer: text, radix: 10, at: start)
    }
  }

  private mutating func readExponent(
    of first: Int, at start: Position
  ) throws(Diagnostic) -> String? {
    guard current == "e" || current == "E" else { return nil }
    let isSigned = peek(1) == "+" || peek(1) == "-"
    guard peek(isSigned ? 2 : 1)?.isDecimalDigit == true else { return nil }
    let sign = peek(1) == "-" ? "-" : ""
    advance(by: isSigned ? 2 : 1)
    return try "e" + sign + readDigits(radix: 10, of: first, at: start)
  }

  /// Reads digits with single underscores between them; returns the digits alone.
  private mutating func readDigits(
    radix: Int, of first: Int, at start: Position
  ) throws(Diagnostic) -> String {
    var digits = ""
    while let character = current {
      if character == "_", !digits.isEmpty {
        advance()
        guard current?.isDigit(radix: radix) == true else {
          throw notANumber(of: first, at: start)
        }
      } else if character.isDigit(radix: radix) {
        digits.unicodeScalars.append(character)
        advance()
      } else {
        break
      }
    }
    if digits.isEmpty { throw notANumber(of: first, at: start) }
    return digits
  }

  private mutating func append(
    integer digits: String, radix: Int, at start: Position
  ) throws(Diagnostic) {
    if UInt(digits, radix: radix) == UInt(Int.max) + 1 { return append(.largestInteger, at: start) }
    guard let value = Int(digits, radix: radix) else {
      throw failure(
        "the number is too large", at: start, expected: "an integer of 64 bits")
    }
    append(.integer(value), at: start)
  }

  private mutating func notANumber(of first: Int, at start: Position) -> Diagnostic {
    _ = takeWhile(\.continuesIdentifier)
    return failure("not a number", at: start, got: "'\(text(from: first))'")
  }
}

extension Unicode.Scalar {
  /// Whether the character is a digit of numbers with that radix.
  func isDigit(radix: Int) -> Bool {
    isASCII && Character(self).hexDigitValue.map { $0 < radix } ?? false
  }
}
