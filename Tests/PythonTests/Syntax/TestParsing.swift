import Diagnostics
import Python
import TestSupport

/// Where a place in a text that is in no file is.
func place(_ position: Position) -> SourceLocation {
  TestSupport.place(line: position.line, column: position.column)
}

/// What is wrong with the statements of a body, on one line.
func summary(ofStatements text: String) -> String {
  summary { () throws(Diagnostic) in try parseStatements(text, locate: place) }
}

/// What is wrong with the statements of a module, on one line.
func summary(ofModule text: String) -> String {
  summary { () throws(Diagnostic) in try parseModule(text, locate: place) }
}
