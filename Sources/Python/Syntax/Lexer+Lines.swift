import Diagnostics

/// Width of a line's indentation. Tabs count twice, once as Python does (to the next multiple of
/// eight) and once as a single column: only if both agree is the order of two lines certain.
struct Indentation: Hashable {
  var column = 0
  var columnWithNarrowTabs = 0
}

extension Lexer {
  /// Reads the white space that starts a line, over blank lines and comments, and emits the tokens
  /// of a changed indentation.
  mutating func readIndentation() throws(Diagnostic) {
    let indentation = try skipToFirstWord()
    guard current != nil, let last = indents.last else { return }
    if indentation == last { return }
    if indentation.column > last.column {
      guard indentation.columnWithNarrowTabs > last.columnWithNarrowTabs else {
        throw mixedIndentation()
      }
      indents.append(indentation)
      append(.indent, at: position)
      return
    }
    while let open = indents.last, open.column > indentation.column {
      indents.removeLast()
      append(.dedent, at: position)
    }
    guard indents.last?.column == indentation.column else {
      throw failure(
        "the indentation fits no line above", at: position,
        hint: "align it with the block it belongs to")
    }
    guard indents.last == indentation else { throw mixedIndentation() }
  }

  private func mixedIndentation() -> Diagnostic {
    failure("tabs and spaces are mixed", at: position, hint: "indent with spaces")
  }

  /// Ends a statement, unless a bracket is open.
  mutating func readNewline() throws(Diagnostic) {
    guard brackets.isEmpty, mode == .statements else { return advance() }
    append(.newline, at: lastEnd)
    advance()
    try readIndentation()
  }

  mutating func skipComment() {
    let start = index
    while let current, current != "\n" { advance() }
    if formattedDepth > 0 { comments.append(start..<index) }
  }

  /// A backslash at the end of a line joins it with the next.
  mutating func readContinuation() throws(Diagnostic) {
    guard peek(1) == "\n" else {
      throw failure(
        "unexpected '\\'", at: position, hint: "a '\\' joins lines at the end of a line only")
    }
    advance(by: 2)
    if current == nil {
      throw failure("nothing follows the '\\'", at: position)
    }
  }

  /// Skips white space, blank lines and comments; returns the indentation of the line where it
  /// stops. What precedes a `\` decides, not what the next line starts with.
  private mutating func skipToFirstWord() throws(Diagnostic) -> Indentation {
    var indentation = Indentation()
    var beforeJoin: Indentation?
    while let character = current {
      switch character {
      case " ":
        indentation.column += 1
        indentation.columnWithNarrowTabs += 1
      case "\t":
        indentation.column = (indentation.column / 8 + 1) * 8
        indentation.columnWithNarrowTabs += 1
      case "\n":
        indentation = Indentation()
        beforeJoin = nil
      case "\u{C}": indentation = Indentation()
      case "\\" where peek(1) == "\n":
        beforeJoin = beforeJoin ?? indentation
        try readContinuation()
        continue
      case "#":
        skipComment()
        continue
      default: return beforeJoin ?? indentation
      }
      advance()
    }
    return indentation
  }
}
