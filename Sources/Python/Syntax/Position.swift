/// A place in the text of a body: one-based, columns in characters.
public struct Position: Hashable, Sendable {
  /// The line in the text.
  public var line: Int
  /// The column in that line.
  public var column: Int

  /// The place in `line`, `column`.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}
