import Diagnostics

/// Cuts a text into words, by Python's rules.
struct Lexer {
  /// Kind of the text: statements in lines, or one expression whose line ends mean nothing.
  enum Mode { case statements, expression }

  /// A bracket that waits for its other half.
  struct OpenBracket {
    var character: String
    var position: Position
  }

  let locate: (Position) -> SourceLocation
  let mode: Mode
  /// The text; every line end is a `\n`.
  let scalars: [Unicode.Scalar]
  /// Whether a character starts at each place of `scalars`: columns count characters.
  let startsCharacter: [Bool]
  var index = 0
  var position = Position(line: 1, column: 1)
  /// Behind the last token that is there to be seen.
  var lastEnd = Position(line: 1, column: 1)
  var tokens: [Token] = []
  var brackets: [OpenBracket] = []
  var indents = [Indentation()]
  /// Number of f-strings around the current position.
  var formattedDepth = 0
  /// The places of comments in f-strings.
  var comments: [Range<Int>] = []

  init(_ text: String, mode: Mode, locate: @escaping (Position) -> SourceLocation) {
    var scalars: [Unicode.Scalar] = []
    var startsCharacter: [Bool] = []
    for character in text {
      if character == "\r\n" || character == "\r" {
        scalars.append("\n")
        startsCharacter.append(true)
        continue
      }
      var isFirst = true
      for scalar in character.unicodeScalars {
        scalars.append(scalar)
        startsCharacter.append(isFirst)
        isFirst = false
      }
    }
    self.scalars = scalars
    self.startsCharacter = startsCharacter
    self.mode = mode
    self.locate = locate
  }

  /// All tokens; the last is `end`.
  ///
  /// - Complexity: O(*n*) in the length of the text.
  mutating func tokenize() throws(Diagnostic) -> [Token] {
    if current == "\u{FEFF}" { index += 1 }
    if mode == .statements { try readIndentation() }
    while current != nil { try readToken() }
    if let open = brackets.last {
      throw failure("'\(open.character)' is never closed", at: open.position)
    }
    if mode == .statements {
      if let last = tokens.last, last.kind != .newline { append(.newline, at: lastEnd) }
      while indents.count > 1 {
        indents.removeLast()
        append(.dedent, at: lastEnd)
      }
    }
    append(.end, at: lastEnd)
    return tokens
  }

  /// Reads one token, or a separator between tokens.
  mutating func readToken() throws(Diagnostic) {
    guard let character = current else { return }
    switch character {
    case " ", "\t", "\u{C}": advance()
    case "#": skipComment()
    case "\\": try readContinuation()
    case "\n": try readNewline()
    case "'", "\"": try readString(prefix: "", at: position)
    case "0"..."9": try readNumber()
    case "." where peek(1)?.isDecimalDigit == true: try readNumber()
    default:
      if character.startsIdentifier { try readName() } else { try readSymbol() }
    }
  }

  private mutating func readName() throws(Diagnostic) {
    let start = position
    let name = takeWhile(\.continuesIdentifier)
    if current == "'" || current == "\"", name.isStringPrefix {
      try readString(prefix: name.lowercased(), at: start)
    } else if let keyword = Keyword(rawValue: name) {
      append(.keyword(keyword), at: start)
    } else {
      append(.name(name), at: start)
    }
  }
}

// MARK: - Walking over the text
extension Lexer {
  /// The character to be read next.
  var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  /// The character `offset` places behind the next.
  func peek(_ offset: Int) -> Unicode.Scalar? {
    index + offset < scalars.count ? scalars[index + offset] : nil
  }

  /// Moves over one character.
  mutating func advance() {
    guard let current else { return }
    index += 1
    if current == "\n" {
      position = Position(line: position.line + 1, column: 1)
    } else if index >= scalars.count || startsCharacter[index] {
      position.column += 1
    }
  }

  /// Moves over `count` characters.
  mutating func advance(by count: Int) {
    for _ in 0..<count { advance() }
  }

  /// Takes all characters that are as wanted.
  mutating func takeWhile(_ isWanted: (Unicode.Scalar) -> Bool) -> String {
    let start = index
    while let current, isWanted(current) { advance() }
    return text(from: start)
  }

  /// The text from `start` up to the character to be read next.
  func text(from start: Int) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[start..<index])
    return String(text)
  }

  /// Adds a token that was just read and starts at `start`.
  mutating func append(_ kind: Token.Kind, at start: Position) {
    let token = Token(kind: kind, position: start)
    tokens.append(token)
    if token.isVisible { lastEnd = position }
  }

  /// An error at `position`.
  func failure(
    _ problem: String, at position: Position, expected: String? = nil, got: String? = nil,
    hint: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      problem, expected: expected, got: got, hint: hint, location: locate(position))
  }
}

extension Unicode.Scalar {
  /// Whether the character is `0` to `9`.
  var isDecimalDigit: Bool { ("0"..."9").contains(self) }

  /// Whether a name may start with this.
  var startsIdentifier: Bool {
    if isASCII { return self == "_" || ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
    return properties.isXIDStart
  }

  /// Whether a name may go on with this.
  var continuesIdentifier: Bool {
    isASCII ? startsIdentifier || isDecimalDigit : properties.isXIDContinue
  }
}

extension String {
  /// Whether the character may stand before a string's quote.
  fileprivate var isStringPrefix: Bool {
    utf8.count <= 2 && ["r", "u", "b", "f", "br", "rb", "fr", "rf"].contains(lowercased())
  }
}
