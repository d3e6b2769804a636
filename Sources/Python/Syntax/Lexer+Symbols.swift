import Diagnostics

extension Lexer {
  /// Operators and delimiters, the longer before their beginnings.
  private static let symbols: [Set<String>] = [
    ["**=", "//=", "<<=", ">>=", "..."],
    [
      "**", "//", "<<", ">>", "<=", ">=", "==", "!=", "->", ":=", "+=", "-=", "*=", "/=", "%=",
      "@=", "&=", "|=", "^=",
    ],
    [
      "+", "-", "*", "/", "%", "@", "&", "|", "^", "~", "<", ">", "=", "(", ")", "[", "]", "{", "}",
      ",", ":", ".", ";",
    ],
  ]

  mutating func readSymbol() throws(Diagnostic) {
    let start = position
    for (symbols, length) in zip(Self.symbols, [3, 2, 1]) where index + length <= scalars.count {
      var text = ""
      text.unicodeScalars.append(contentsOf: scalars[index..<index + length])
      guard symbols.contains(text) else { continue }
      try checkBrackets(text, at: start)
      advance(by: length)
      return append(.symbol(text), at: start)
    }
    throw unknownCharacter()
  }

  private mutating func checkBrackets(
    _ symbol: String, at start: Position
  ) throws(Diagnostic) {
    switch symbol {
    case "(", "[", "{": brackets.append(OpenBracket(character: symbol, position: start))
    case ")", "]", "}":
      guard let open = brackets.popLast() else {
        throw failure("'\(symbol)' closes nothing", at: start)
      }
      let closing = ["(": ")", "[": "]", "{": "}"]
      guard closing[open.character] == symbol else {
        throw failure(
          "'\(symbol)' can't close '\(open.character)'", at: start,
          got: "the '\(open.character)' is on line \(locate(open.position).line)")
      }
    default: break
    }
  }

  private func unknownCharacter() -> Diagnostic {
    let character = current ?? " "
    let hint: String? =
      switch character {
      case "!": "write 'not'"
      case "`": "write repr(…)"
      case "‘", "’", "“", "”": "use plain quotes, ' or \""
      case "×": "write '*'"
      case "−", "–", "—": "write '-'"
      default: character.properties.isWhitespace ? "use plain spaces" : nil
      }
    return failure("unexpected character '\(character)'", at: position, hint: hint)
  }
}
