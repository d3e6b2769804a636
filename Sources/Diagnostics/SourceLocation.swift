/// A line and column of a text file, one-based, with the text of the line.
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

  /// The line with a caret below the column, indented by two spaces; of a long line, the part
  /// around the column.
  public var excerpt: String {
    let characters = Array(text)
    let caret = min(max(0, column - 1), characters.count)
    let start =
      characters.count <= Self.longestExcerpt ? 0 : max(0, caret - Self.longestExcerpt / 2)
    let end = min(characters.count, start + Self.longestExcerpt)
    let shown =
      (start > 0 ? "…" : "") + String(characters[start..<end])
      + (end < characters.count ? "…" : "")
    let before =
      (start > 0 ? " " : "") + characters[start..<caret].map { $0 == "\t" ? "\t" : " " }.joined()
    return "  \(shown)\n  \(before)^"
  }

  /// Largest number of characters of a line that is shown.
  private static let longestExcerpt = 120
}
