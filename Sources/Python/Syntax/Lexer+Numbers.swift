import Diagnostics

extension Lexer {
  /// Reads an integer, a float or an imaginary number.
  mutating func readNumber() throws(Diagnostic) {
    let start = position
    let radices: [Character: Int] = ["x": 16, "X": 16, "o": 8, "O": 8, "b": 2, "B": 2]
    if current == "0", let radix = peek(1).flatMap({ radices[$0] }) {
      advance(by: 2)
      if current == "_" { advance() }
      let digits = try readDigits(radix: radix, of: start)
      try append(integer: digits, radix: radix, at: start)
    } else {
      try readDecimal(at: start)
    }
    if let current, current.continuesIdentifier { throw notANumber(at: start) }
  }

  private mutating func readDecimal(at start: Position) throws(Diagnostic) {
    var text = current == "." ? "0" : try readDigits(radix: 10, of: start)
    var isFloat = false
    if current == "." {
      isFloat = true
      advance()
      let hasFraction = current?.isDecimalDigit == true
      text += "." + (hasFraction ? try readDigits(radix: 10, of: start) : "0")
    }
    if let exponent = try readExponent(of: start) {
      isFloat = true
      text += exponent
    }
    if current == "j" || current == "J" {
      advance()
      append(.imaginary(try double(text, at: start)), at: start)
    } else if isFloat {
      append(.float(try double(text, at: start)), at: start)
    } else {
      if text.hasPrefix("0"), text.contains(where: { $0 != "0" }) {
        throw failure(
          "an integer with leading zeros", at: start, hint: "octal numbers start with '0o'")
      }
      try append(integer: text, radix: 10, at: start)
    }
  }

  private mutating func readExponent(of start: Position) throws(Diagnostic) -> String? {
    guard current == "e" || current == "E" else { return nil }
    let isSigned = peek(1) == "+" || peek(1) == "-"
    guard peek(isSigned ? 2 : 1)?.isDecimalDigit == true else { return nil }
    let sign = peek(1) == "-" ? "-" : ""
    advance(by: isSigned ? 2 : 1)
    return try "e" + sign + readDigits(radix: 10, of: start)
  }

  /// Digits with single underscores between them; gives the digits alone.
  private mutating func readDigits(
    radix: Int, of start: Position
  ) throws(Diagnostic) -> String {
    var digits = ""
    while let character = current {
      if character == "_", !digits.isEmpty {
        advance()
        guard current?.isDigit(radix: radix) == true else { throw notANumber(at: start) }
      } else if character.isDigit(radix: radix) {
        digits.append(character)
        advance()
      } else {
        break
      }
    }
    if digits.isEmpty { throw notANumber(at: start) }
    return digits
  }

  private mutating func append(
    integer digits: String, radix: Int, at start: Position
  ) throws(Diagnostic) {
    guard let value = Int(digits, radix: radix) else {
      throw failure(
        "the number is too large", at: start, expected: "an integer of 64 bits")
    }
    append(.integer(value), at: start)
  }

  private func double(_ text: String, at start: Position) throws(Diagnostic) -> Double {
    guard let value = Double(text), value.isFinite else {
      throw failure(
        "the number is too large", at: start, expected: "a number of 64 bits",
        hint: "infinity is jnp.inf")
    }
    return value
  }

  private mutating func notANumber(at start: Position) -> Diagnostic {
    _ = takeWhile(\.continuesIdentifier)
    let text = String(characters[..<index].suffix(max(1, position.column - start.column)))
    return failure("not a number", at: start, got: "'\(text)'")
  }
}

extension Character {
  fileprivate func isDigit(radix: Int) -> Bool {
    isASCII && hexDigitValue.map { $0 < radix } ?? false
  }
}
