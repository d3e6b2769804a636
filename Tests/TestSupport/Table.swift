import Diagnostics
import Testing

/// A text and what it means.
public struct TableEntry: CustomTestStringConvertible, Sendable {
  /// The text.
  public var source: String
  /// What it means.
  public var meaning: String

  /// Splits `text` at `separator`; without one, the text has no meaning, and its test fails.
  public init(_ text: some StringProtocol, at separator: String) {
    let halves = String(text).components(around: separator)
    source = halves.first ?? ""
    meaning = halves.count == 2 ? halves[1] : "not an entry of a table: \(text)"
  }

  /// The text, which names a test.
  public var testDescription: String { source }
}

/// The entries of two tables: one with lines `source  =>  meaning`, and one with blocks that `=>`
/// on its own line cuts in two and `-----` ends.
public func entries(_ lines: String, _ blocks: String = "") -> [TableEntry] {
  lines.split(separator: "\n").map { TableEntry($0, at: "  =>  ") }
    + (blocks.isEmpty ? [] : blocks.components(around: "\n-----\n"))
    .map { TableEntry($0, at: "\n=>\n") }
}

/// What `read` throws, on one line: `line:column: problem | expected: … | got: … | hint: …`.
public func summary(_ read: () throws(Diagnostic) -> some Any) -> String {
  do throws(Diagnostic) {
    return "no error: \(try read())"
  } catch {
    let place = error.location.map { "\($0.line):\($0.column): " } ?? ""
    let words = [("expected: ", error.expected), ("got:      ", error.got), ("hint: ", error.hint)]
    let rest = words.compactMap { label, text in text.map { label + $0 } }
    return ([place + error.problem] + rest).joined(separator: " | ")
  }
}

/// Where a place in a text that is in no file is.
public func place(line: Int, column: Int) -> Diagnostics.SourceLocation {
  .init(file: "body", line: line, column: column)
}

extension String {
  /// The pieces between the places where `separator` is.
  fileprivate func components(around separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map { String($0) }
  }
}
