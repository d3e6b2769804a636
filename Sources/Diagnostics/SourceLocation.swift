/// A place in a text file, one-based, with the line it is on.
public struct SourceLocation: Hashable, Sendable {
  /// The file's name as the user gave it.
  public var file: String
  /// One-based line.
  public var line: Int
  /// One-based column, in characters.
  public var column: Int
  /// The text of the line, without its end.
  public var text: String

  /// Makes a location; `text` is the whole line it is on.
  public init(file: String, line: Int, column: Int, text: String = "") {
    self.file = file
    self.line = line
    self.column = column
    self.text = text
  }

  /// The line with a caret below the column, indented by two spaces.
  public var excerpt: String {
    let tabsKept = text.prefix(max(0, column - 1)).map { $0 == "\t" ? "\t" : " " }.joined()
    return "  \(text)\n  \(tabsKept)^"
  }
}
