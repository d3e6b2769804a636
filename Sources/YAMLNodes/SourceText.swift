import Diagnostics

/// A text file cut into lines, so that a mark can be shown with the line it is on.
struct SourceText: Hashable, Sendable {
  /// A place in the file as libyaml counts: from zero, columns in Unicode scalars.
  struct Mark: Hashable, Sendable {
    var line: Int
    var column: Int
  }

  /// The file's name as the user gave it.
  let file: String
  /// The lines without their ends. An empty file has one empty line.
  let lines: [String]

  /// Cuts `text` where libyaml counts a new line.
  init(_ text: String, file: String) {
    self.file = file
    lines = text.split(omittingEmptySubsequences: false, whereSeparator: Self.endsLine)
      .map { String($0) }
  }

  /// Line `index`, counted from zero; empty beyond the end.
  func line(_ index: Int) -> String {
    lines.indices.contains(index) ? lines[index] : ""
  }

  /// The place `mark` is at, for people: counted from one, columns in characters.
  func location(_ mark: Mark) -> SourceLocation {
    location(line: mark.line, character: characterColumn(mark))
  }

  /// The place of a character; both are counted from zero.
  func location(line: Int, character: Int) -> SourceLocation {
    SourceLocation(file: file, line: line + 1, column: character + 1, text: self.line(line))
  }

  /// Number of characters before `mark` on its line.
  func characterColumn(_ mark: Mark) -> Int {
    String(line(mark.line).unicodeScalars.prefix(max(0, mark.column))).count
  }

  /// The place behind the first `count` bytes of the text.
  func location(afterBytes bytes: some Sequence<UInt8>) -> SourceLocation {
    let before = SourceText(String(decoding: Array(bytes), as: UTF8.self), file: file)
    let last = before.lines.count - 1
    return location(line: last, character: before.line(last).count)
  }

  /// Location of the end of the last line that isn't empty: the end of an unfinished text.
  var end: SourceLocation {
    let last = lines.lastIndex { line in line.contains { !$0.isWhitespace } } ?? 0
    return location(line: last, character: line(last).count)
  }

  private static func endsLine(_ character: Character) -> Bool {
    switch character {
    case "\n", "\r", "\r\n", "\u{85}", "\u{2028}", "\u{2029}": true
    default: false
    }
  }
}
