import Diagnostics
import TestSupport
import Testing

@testable import YAMLNodes

@Suite struct YAMLNodeTextLocationTests {
  /// Checks that every visible character of the scalar's text is found where it is in the file.
  private func expectExact(
    _ node: YAMLNode, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let lines = (node.text ?? "").split(separator: "\n", omittingEmptySubsequences: false)
    for (row, line) in lines.enumerated() {
      for (column, character) in line.enumerated() where !character.isWhitespace {
        let place = node.location(line: row + 1, column: column + 1)
        let found = place.text.dropFirst(place.column - 1).first
        #expect(found == character, "\(row + 1):\(column + 1)", sourceLocation: sourceLocation)
      }
    }
  }

  @Test(arguments: [
    "k: |\n  a = b\n  if c:\n      d\n\n  e é f日g\nn: 1",
    "k: |-\n\n\n      a\n        b\n",
    "k: |2\n    a\n   b\n",
    "k: |+ # a comment\n  a\n\n\nn: 1",
    "- k: &anchor !!str |\n    a\n    b\n",
    "k: |\r\n  a\r\n    b\r\n",
    "k: >\n  a b\n  c\n\n  d\n    e\n  f\n",
    "k: v * 0.5",
    "k:   v *\n  0.5 +\n\n  c\n",
    "k: 'it is' # x",
    "k: 'a  b\n  c\n\n  d'",
    "k: &x \"a b\\tc\\x20d\\\n  e\n  f\"",
    "k: !!str\n  'a b'",
  ])
  func findsEveryCharacter(text: String) throws {
    let root = try parseYAML(text, file: "c.yaml")
    let map = if case .sequence(let items) = root.value { items[0] } else { root }
    guard case .mapping(let entries) = map.value else { throw Diagnostic("no map") }
    expectExact(entries[0].value)
  }

  @Test func findsBlanksInLiterals() throws {
    let body = try node("k", "b", in: "k:\n  b: |\n    x = 1\n\n    y  = 2\n  c: 1\n")
    func found(_ line: Int, _ column: Int) -> [Int] {
      let place = body.location(line: line, column: column)
      return [place.line, place.column]
    }
    #expect(found(1, 1) == [3, 5])
    #expect(found(1, 6) == [3, 10])
    #expect(found(2, 1) == [4, 1])
    #expect(found(3, 3) == [5, 7])
    #expect(body.location(line: 3, column: 4).text == "    y  = 2")
  }

  @Test func findsEscapedAndDoubledCharacters() throws {
    let double = try node("k", in: "k: \"a\\\"b\\u00e9c\\n\\x41d\"")
    #expect(try double.asString() == "a\"béc\nAd")
    #expect((1...5).map { double.location(line: 1, column: $0).column } == [5, 6, 8, 9, 15])
    #expect((1...2).map { double.location(line: 2, column: $0).column } == [18, 22])
    let single = try node("k", in: "k: 'a''b'")
    #expect((1...3).map { single.location(line: 1, column: $0).column } == [5, 6, 8])
  }

  @Test func movesPlacesBeyondTheTextToItsEnd() throws {
    let literal = try node("k", in: "k: |\n  a\n  bc\nn: 1\n")
    #expect(literal.location(line: 2, column: 99).column == 5)
    #expect(literal.location(line: 0, column: -5).column == 3)
    let plain = try node("k", in: "k: abc # comment\n")
    #expect(plain.location(line: 1, column: 99).column == 7)
    #expect(plain.location(line: 99, column: 1).column == 4)
    let list = try node("k", in: "k: [a]")
    #expect(list.location(line: 7, column: 7) == list.location)
    let nothing = try node("k", in: "k:")
    #expect(nothing.location(line: 1, column: 1).column == 3)
    let empty = try node("k", in: "k: |\n")
    #expect(empty.location(line: 1, column: 1).line == 2)
  }
}
