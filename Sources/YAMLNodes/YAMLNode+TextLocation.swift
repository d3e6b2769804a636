import Diagnostics

extension YAMLNode {
  /// The place in the file of a character of this scalar's text.
  ///
  /// Exact for literal block scalars (`|`) and for every character that isn't white space of the
  /// other styles, whatever their quotes, escapes and line folds. A place beyond the text is moved
  /// to its end; a list or a map is where it starts.
  /// - Parameters:
  ///   - line: the line in the text, one-based.
  ///   - column: the column in that line, one-based, in characters.
  /// - Complexity: O(*n*) in the length of the text.
  public func location(line: Int, column: Int) -> SourceLocation {
    guard case .scalar(let text, let style) = value else { return location }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let index = min(max(1, line), lines.count) - 1
    let character = min(max(1, column) - 1, lines[index].count)
    if style == .literal {
      return literalLocation(of: lines[index], index: index, character: character)
    }
    let before = lines[..<index].reduce(0) { $0 + $1.count + 1 }
    var alignment = TextAlignment(of: self, style: style)
    return alignment.location(after: text.prefix(before + character), of: text)
  }

  /// A literal block shows its text line by line, indented.
  private func literalLocation(
    of content: Substring, index: Int, character: Int
  ) -> SourceLocation {
    let header = TextAlignment(of: self, style: .literal).line
    let line = min(header + 1 + index, source.lines.count - 1)
    let written = source.line(line)
    let indent =
      written.hasSuffix(content)
      ? written.count - content.count : written.prefix { $0 == " " }.count
    return source.location(line: line, character: min(indent + character, written.count))
  }
}

/// Walks over a scalar as it is written in the file and as the text it means, in step.
private struct TextAlignment {
  private let source: SourceText
  private let style: YAMLNode.Style
  /// The line the walk is at, counted from zero.
  private(set) var line: Int
  private var column: Int
  private var characters: [Character]

  /// Starts at the scalar's first character: behind its anchor, tag and quote, or below `>`.
  /// For a literal it stays at the `|`.
  init(of node: YAMLNode, style: YAMLNode.Style) {
    source = node.source
    self.style = style
    line = node.mark.line
    column = source.characterColumn(node.mark)
    characters = Array(source.line(line))
    skipProperties()
    switch style {
    case .singleQuoted, .doubleQuoted: column += 1
    case .folded: moveToNextLine()
    case .plain, .literal: break
    }
  }

  /// Location in the file of the first character after `prefix`.
  mutating func location(after prefix: Substring, of text: String) -> SourceLocation {
    for character in prefix { _ = step(over: character) }
    if prefix.endIndex < text.endIndex {
      let place = step(over: text[prefix.endIndex])
      return source.location(line: place.line, character: place.column)
    }
    return source.location(line: line, character: min(column, characters.count))
  }

  /// Moves past `character` and says where it was.
  private mutating func step(over character: Character) -> (line: Int, column: Int) {
    guard character.isWhitespace else {
      skipWhiteSpace()
      defer { column += written().length }
      return (line, column)
    }
    defer { if written().isWhiteSpace { column += written().length } }
    return (line, column)
  }

  private mutating func skipWhiteSpace() {
    while line < source.lines.count {
      if column >= characters.count {
        moveToNextLine()
      } else if written().isWhiteSpace {
        column += written().length
      } else {
        return
      }
    }
  }

  private mutating func skipProperties() {
    while current == "&" || current == "!" {
      while let character = current, !character.isWhitespace { column += 1 }
      skipWhiteSpace()
    }
  }

  private mutating func moveToNextLine() {
    line += 1
    column = 0
    characters = Array(source.line(line))
  }

  private var current: Character? {
    characters.indices.contains(column) ? characters[column] : nil
  }

  /// Length of one character of the text as written in the file, escapes and doubled quotes
  /// included.
  private func written() -> (length: Int, isWhiteSpace: Bool) {
    guard let current else { return (0, false) }
    switch (style, current) {
    case (.doubleQuoted, "\\"): return writtenEscape()
    case (.singleQuoted, "'"): return (2, false)
    default: return (1, current.isWhitespace)
    }
  }

  private func writtenEscape() -> (length: Int, isWhiteSpace: Bool) {
    guard column + 1 < characters.count else { return (1, true) }
    let digits = ["x": 2, "u": 4, "U": 8][characters[column + 1]]
    guard let digits else { return (2, "ntrvfNLP_ \t".contains(characters[column + 1])) }
    let code = String(characters[(column + 2)...].prefix(digits))
    let scalar = UInt32(code, radix: 16).flatMap { Unicode.Scalar($0) }
    return (2 + digits, scalar?.properties.isWhitespace ?? false)
  }
}
