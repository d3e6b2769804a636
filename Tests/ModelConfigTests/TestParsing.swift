import Diagnostics

@testable import ModelConfig

/// Where a place in a text that is in no file is.
func place(_ position: Position) -> Diagnostics.SourceLocation {
  .init(file: "body", line: position.line, column: position.column)
}
