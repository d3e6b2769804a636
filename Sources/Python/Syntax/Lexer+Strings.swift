import Diagnostics

/// Prefix and quotes of a string.
struct Quoting {
  var quote: Unicode.Scalar
  /// Number of quote characters on each side, 1 or 3.
  var length: Int
  var isRaw: Bool
  var isFormatted: Bool
  var isBytes: Bool
  var start: Position

  /// Quotes for errors.
  var hint: String? { length == 1 ? "a string over several lines has three quotes" : nil }
}

extension Lexer {
  /// Reads a string from its quote on; `prefix` (`r`, `f`, …) is in lower case.
  mutating func readString(prefix: String, at start: Position) throws(Diagnostic) {
    guard let quote = current else { return }
    let isTriple = peek(1) == quote && peek(2) == quote
    let quoting = Quoting(
      quote: quote, length: isTriple ? 3 : 1, isRaw: prefix.contains("r"),
      isFormatted: prefix.contains("f"), isBytes: prefix.contains("b"), start: start)
    advance(by: quoting.length)
    let pieces = try readPieces(quoting)
    if quoting.isFormatted { return append(.formatted(pieces), at: start) }
    var text = ""
    if case .text(let content)? = pieces.first { text = content }
    if quoting.isBytes {
      append(.bytes(text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }), at: start)
    } else {
      append(.string(text), at: start)
    }
  }

  /// The string's text, cut by the expressions of an f-string.
  private mutating func readPieces(_ quoting: Quoting) throws(Diagnostic) -> [Token.Piece] {
    var pieces: [Token.Piece] = []
    var text = String.UnicodeScalarView()
    func finishText() {
      if !text.isEmpty { pieces.append(.text(String(text))) }
      text = String.UnicodeScalarView()
    }
    while let character = current {
      if closes(quoting) {
        advance(by: quoting.length)
        finishText()
        return pieces
      }
      if quoting.isFormatted, character == "{", peek(1) != "{" {
        finishText()
        pieces += try readReplacement(in: quoting)
      } else {
        try readCharacters(quoting, into: &text)
      }
    }
    throw unclosed(quoting)
  }

  /// Whether the string's end is next.
  func closes(_ quoting: Quoting) -> Bool {
    guard current == quoting.quote else { return false }
    return quoting.length == 1 || (peek(1) == quoting.quote && peek(2) == quoting.quote)
  }

  /// Adds the value of the next characters of a string.
  private mutating func readCharacters(
    _ quoting: Quoting, into text: inout String.UnicodeScalarView
  ) throws(Diagnostic) {
    guard let character = current else { throw unclosed(quoting) }
    if quoting.isFormatted, character == "{" || character == "}" {
      guard peek(1) == character else {
        throw failure(
          "a '}' alone in an f-string", at: position, hint: "to mean the character, write '}}'")
      }
      advance()
    }
    try readCharacter(quoting, into: &text)
  }

  /// Adds the next character, or the value of an escape.
  mutating func readCharacter(
    _ quoting: Quoting, into text: inout String.UnicodeScalarView
  ) throws(Diagnostic) {
    guard let character = current else { throw unclosed(quoting) }
    if character == "\n", quoting.length == 1 { throw unclosed(quoting) }
    if character == "\\" {
      return quoting.isRaw
        ? try readRawEscape(quoting, into: &text) : try readEscape(quoting, into: &text)
    }
    if quoting.isBytes, !character.isASCII {
      throw failure(
        "bytes hold ASCII characters only", at: position, got: "'\(character)'",
        hint: "write a byte as \\xHH, or leave out the 'b'")
    }
    text.append(character)
    advance()
  }

  /// The error that the string has no end.
  func unclosed(_ quoting: Quoting) -> Diagnostic {
    failure("the string is never closed", at: quoting.start, hint: quoting.hint)
  }

  /// Reads an escape of a raw string: the backslash and the character behind stand for themselves.
  private mutating func readRawEscape(
    _ quoting: Quoting, into text: inout String.UnicodeScalarView
  ) throws(Diagnostic) {
    advance()
    guard let next = current else { throw unclosed(quoting) }
    text.append("\\")
    if quoting.isFormatted, next == "{" || next == "}" { return }
    text.append(next)
    advance()
  }
}
