import Diagnostics

extension Lexer {
  /// f-strings in the expressions of f-strings may go this deep.
  private static let maximumFormattedDepth = 10

  /// Reads `{expression=!r:format}`; the text of `expression=` is a piece of its own.
  mutating func readReplacement(in quoting: Quoting) throws(Diagnostic) -> [Token.Piece] {
    let start = position
    guard formattedDepth < Self.maximumFormattedDepth else {
      throw failure("too many f-strings in one another", at: start)
    }
    let outer = (tokens: tokens, brackets: brackets)
    tokens = []
    brackets = [OpenBracket(character: "{", position: start)]
    formattedDepth += 1
    advance()
    let first = index
    try readReplacementTokens(from: start)
    let text = readDebugText(from: first)
    append(.end, at: position)
    let inner = tokens
    var conversion = try readConversion()
    skipSpaces()
    let format = try readFormat(in: quoting)
    guard current == "}" else { throw failure("'{' is never closed", at: start) }
    advance()
    (tokens, brackets) = outer
    formattedDepth -= 1
    if text != nil, format == nil, conversion == nil { conversion = .representation }
    let piece = Token.Piece.expression(inner, conversion: conversion, format: format ?? [])
    return text.map { [.text($0), piece] } ?? [piece]
  }

  private mutating func readReplacementTokens(from start: Position) throws(Diagnostic) {
    while !(brackets.count == 1 && isAtEndOfReplacement) {
      guard current != nil else { throw failure("'{' is never closed", at: start) }
      try readToken()
    }
    guard !tokens.isEmpty else { throw failure("nothing between '{' and '}'", at: start) }
  }

  private var isAtEndOfReplacement: Bool {
    switch current {
    case "}", ":": true
    case "!", "=": peek(1) != "="
    default: false
    }
  }

  /// Text of the expression up to and with a `=` behind it, if there is one; without its comments.
  private mutating func readDebugText(from first: Int) -> String? {
    guard current == "=" else { return nil }
    advance()
    skipSpaces()
    while current == "#" {
      skipComment()
      skipSpaces()
    }
    var text = String.UnicodeScalarView()
    var start = first
    for comment in comments where comment.lowerBound >= first {
      text.append(contentsOf: scalars[start..<comment.lowerBound])
      start = comment.upperBound
    }
    text.append(contentsOf: scalars[start..<index])
    return String(text)
  }

  private mutating func skipSpaces() {
    while let current, current == " " || current == "\t" || current == "\n" || current == "\u{C}" {
      advance()
    }
  }

  /// Reads `!r`, `!s` or `!a`.
  private mutating func readConversion() throws(Diagnostic) -> FormatConversion? {
    guard current == "!" else { return nil }
    let start = position
    advance()
    let letter = takeWhile(\.continuesIdentifier)
    guard let conversion = FormatConversion(rawValue: letter) else {
      throw failure("an unknown conversion", at: start, expected: "!r, !s or !a")
    }
    return conversion
  }

  /// Reads the format between `:` and `}`; it may hold expressions of its own.
  private mutating func readFormat(in quoting: Quoting) throws(Diagnostic) -> [Token.Piece]? {
    guard current == ":" else { return nil }
    advance()
    var pieces: [Token.Piece] = []
    var text = String.UnicodeScalarView()
    func finishText() {
      if !text.isEmpty { pieces.append(.text(String(text))) }
      text = String.UnicodeScalarView()
    }
    while let character = current, character != "}", !closes(quoting),
      character != "\n" || quoting.length == 3
    {
      if character == "{" {
        finishText()
        pieces += try readReplacement(in: quoting)
      } else {
        try readCharacter(quoting, into: &text)
      }
    }
    finishText()
    return pieces
  }
}
