import Diagnostics

/// How a string is written.
private struct Quoting {
  var quote: Character
  var length: Int
  var isRaw: Bool
  var isFormatted: Bool
  var start: Position
}

extension Lexer {
  /// Reads a string from its quote on; `prefix` (`r`, `f`, …) is in lower case.
  mutating func readString(prefix: String, at start: Position) throws(Diagnostic) {
    if prefix.contains("b") {
      throw failure("bytes are not supported", at: start, hint: "leave out the 'b'")
    }
    guard let quote = current else { return }
    let isTriple = peek(1) == quote && peek(2) == quote
    let quoting = Quoting(
      quote: quote, length: isTriple ? 3 : 1, isRaw: prefix.contains("r"),
      isFormatted: prefix.contains("f"), start: start)
    advance(by: quoting.length)
    let pieces = try readPieces(quoting)
    if quoting.isFormatted { return append(.formatted(pieces), at: start) }
    if case .text(let text)? = pieces.first {
      append(.string(text), at: start)
    } else {
      append(.string(""), at: start)
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
        pieces.append(try readReplacement())
      } else {
        text.append(contentsOf: try readCharacters(quoting))
      }
    }
    throw unclosed(quoting)
  }

  private func closes(_ quoting: Quoting) -> Bool {
    (0..<quoting.length).allSatisfy { peek($0) == quoting.quote }
  }

  /// What the next character, or the next few, stand for.
  private mutating func readCharacters(
    _ quoting: Quoting
  ) throws(Diagnostic) -> String.UnicodeScalarView {
    guard let character = current else { throw unclosed(quoting) }
    if character.endsLine {
      if quoting.length == 1 { throw unclosed(quoting) }
      advance()
      return "\n".unicodeScalars
    }
    if character == "\\" {
      return quoting.isRaw ? try readRawEscape(quoting) : try readEscape(quoting)
    }
    if quoting.isFormatted, character == "{" || character == "}" {
      guard peek(1) == character else {
        throw failure(
          "a '}' alone in an f-string", at: position, hint: "to mean the character, write '}}'")
      }
      advance()
    }
    advance()
    return character.unicodeScalars
  }

  private func unclosed(_ quoting: Quoting) -> Diagnostic {
    failure(
      "the string is never closed", at: quoting.start,
      hint: quoting.length == 1 ? "a string over several lines has three quotes" : nil)
  }

  /// In a raw string a backslash is itself, and so is what it stands before.
  private mutating func readRawEscape(
    _ quoting: Quoting
  ) throws(Diagnostic) -> String.UnicodeScalarView {
    advance()
    guard let next = current else { throw unclosed(quoting) }
    if quoting.isFormatted, next == "{" || next == "}" { return "\\".unicodeScalars }
    advance()
    return ("\\" + (next.endsLine ? "\n" : String(next))).unicodeScalars
  }
}

// MARK: - Escapes
extension Lexer {
  private static let escapes: [Character: Unicode.Scalar] = [
    "\\": "\\", "'": "'", "\"": "\"", "a": "\u{7}", "b": "\u{8}", "f": "\u{C}", "n": "\n",
    "r": "\r", "t": "\t", "v": "\u{B}",
  ]

  /// Reads an escape. As in Python, an unknown one is a backslash and what follows.
  private mutating func readEscape(
    _ quoting: Quoting
  ) throws(Diagnostic) -> String.UnicodeScalarView {
    let start = position
    advance()
    guard let character = current else { throw unclosed(quoting) }
    if character.endsLine {
      advance()
      return String.UnicodeScalarView()
    }
    if let scalar = Self.escapes[character] {
      advance()
      return String.UnicodeScalarView([scalar])
    }
    if ("0"..."7").contains(character) { return try readOctalEscape(at: start) }
    switch character {
    case "x": return try readHexadecimalEscape(digits: 2, at: start)
    case "u": return try readHexadecimalEscape(digits: 4, at: start)
    case "U": return try readHexadecimalEscape(digits: 8, at: start)
    case "N": throw failure("characters by name are not supported", at: start, hint: "use \\uHHHH")
    default: return "\\".unicodeScalars
    }
  }

  private mutating func readOctalEscape(
    at start: Position
  ) throws(Diagnostic) -> String.UnicodeScalarView {
    var digits = ""
    while digits.count < 3, let current, ("0"..."7").contains(current) {
      digits.append(current)
      advance()
    }
    return try scalar(UInt32(digits, radix: 8), at: start)
  }

  private mutating func readHexadecimalEscape(
    digits count: Int, at start: Position
  ) throws(Diagnostic) -> String.UnicodeScalarView {
    advance()
    var digits = ""
    while digits.count < count, let current, current.isASCII, current.isHexDigit {
      digits.append(current)
      advance()
    }
    return try scalar(digits.count == count ? UInt32(digits, radix: 16) : nil, at: start)
  }

  private func scalar(
    _ code: UInt32?, at start: Position
  ) throws(Diagnostic) -> String.UnicodeScalarView {
    guard let scalar = code.flatMap({ Unicode.Scalar($0) }) else {
      throw failure("the escape is no character", at: start, expected: "\\xHH, \\uHHHH or \\ooo")
    }
    return String.UnicodeScalarView([scalar])
  }
}

// MARK: - f-strings
extension Lexer {
  /// f-strings in the expressions of f-strings may go this deep.
  private static let maximumFormattedDepth = 10

  /// Reads `{expression}`, `{expression!r}` or `{expression:format}`.
  private mutating func readReplacement() throws(Diagnostic) -> Token.Piece {
    let start = position
    guard formattedDepth < Self.maximumFormattedDepth else {
      throw failure("too many f-strings in one another", at: start)
    }
    let outer = (tokens: tokens, brackets: brackets)
    tokens = []
    brackets = [OpenBracket(character: "{", position: start)]
    formattedDepth += 1
    advance()
    while !(brackets.count == 1 && (current == "}" || current == ":" || isAtConversion)) {
      guard current != nil else { throw failure("'{' is never closed", at: start) }
      if current == "=", brackets.count == 1, peek(1) == "}" { throw selfDocumenting() }
      try readToken()
    }
    guard !tokens.isEmpty else { throw failure("nothing between '{' and '}'", at: start) }
    append(.end, at: position)
    let inner = tokens
    let isRepresented = try readConversion()
    let format = try readFormat(from: start)
    advance()
    (tokens, brackets) = outer
    formattedDepth -= 1
    return .expression(inner, isRepresented: isRepresented, format: format)
  }

  private var isAtConversion: Bool { current == "!" && peek(1) != "=" }

  /// Reads `!r` or `!s`; gives whether it is `!r`.
  private mutating func readConversion() throws(Diagnostic) -> Bool {
    guard current == "!" else { return false }
    guard let letter = peek(1), "rsa".contains(letter) else {
      throw failure("an unknown conversion", at: position, expected: "!r, !s or !a")
    }
    advance(by: 2)
    return letter != "s"
  }

  /// Reads what stands between `:` and `}`; it may hold expressions of its own.
  private mutating func readFormat(from start: Position) throws(Diagnostic) -> [Token.Piece] {
    guard current == ":" else {
      guard current == "}" else { throw failure("'{' is never closed", at: start) }
      return []
    }
    advance()
    var pieces: [Token.Piece] = []
    while current != "}" {
      guard let character = current, !character.endsLine else {
        throw failure("'{' is never closed", at: start)
      }
      if character == "{" {
        pieces.append(try readReplacement())
      } else {
        pieces.append(.text(String(character)))
        advance()
      }
    }
    return pieces
  }

  private func selfDocumenting() -> Diagnostic {
    failure("'=' in an f-string is not supported", at: position, expected: "'{expression}'")
  }
}
