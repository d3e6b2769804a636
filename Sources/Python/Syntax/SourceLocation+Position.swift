import Diagnostics

extension SourceLocation {
  /// A position in a file of these lines.
  public init(file: String, _ position: Position, in lines: [String]) {
    let line = position.line - 1
    self.init(
      file: file, line: position.line, column: position.column,
      text: lines.indices.contains(line) ? lines[line] : "")
  }
}
