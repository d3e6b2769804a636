import Diagnostics
import Testing

@testable import ModelConfig

/// A text and what it means.
struct TableEntry: CustomTestStringConvertible, Sendable {
  var source: String
  var meaning: String

  /// Splits `text` at `separator`; without one, the text has no meaning, and its test fails.
  init(_ text: some StringProtocol, at separator: String) {
    let halves = String(text).components(around: separator)
    source = halves.first ?? ""
    meaning = halves.count == 2 ? halves[1] : "not an entry of a table: \(text)"
  }

  var testDescription: String { source }
}

/// The entries of two tables: one with lines `source  =>  meaning`, and one with blocks that `=>`
/// on its own line cuts in two and `-----` ends.
func entries(_ lines: String, _ blocks: String = "") -> [TableEntry] {
  lines.split(separator: "\n").map { TableEntry($0, at: "  =>  ") }
    + (blocks.isEmpty ? [] : blocks.components(around: "\n-----\n"))
    .map { TableEntry($0, at: "\n=>\n") }
}

/// What `read` throws, on one line: `line:column: problem | expected: … | got: … | hint: …`.
func summary(_ read: () throws(Diagnostic) -> some Any) -> String {
  do throws(Diagnostic) {
    return "no error: \(try read())"
  } catch {
    let place = error.location.map { "\($0.line):\($0.column): " } ?? ""
    let words = [("expected: ", error.expected), ("got:      ", error.got), ("hint: ", error.hint)]
    let rest = words.compactMap { label, text in text.map { label + $0 } }
    return ([place + error.problem] + rest).joined(separator: " | ")
  }
}

/// What is wrong with statements, on one line.
func summary(ofStatements text: String) -> String {
  summary { () throws(Diagnostic) in try parseStatements(text, locate: place) }
}

extension String {
  /// The pieces between the places where `separator` is.
  fileprivate func components(around separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map { String($0) }
  }
}
