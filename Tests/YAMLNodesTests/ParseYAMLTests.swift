import Diagnostics
import TestSupport
import Testing

@testable import YAMLNodes

@Suite struct ParseYAMLTests {
  @Test(arguments: [
    ("a: 1", "{a: 1}"),
    ("a:\n  - 1\n  - {b: x, c: [y]}\n", "{a: [1, {b: x, c: [y]}]}"),
    ("a:\n- 1\n- 2", "{a: [1, 2]}"),
    ("---\na: 1\n...\n", "{a: 1}"),
    ("%YAML 1.1\n---\na: 1", "{a: 1}"),
    ("a: # nothing\nb: ~", "{a: , b: ~}"),
    ("a: 'it''s'\nb: \"x\\n\"", "{a: \"it\\'s\", b: \"x\\n\"}"),
    ("a: |\n  x\n    y\nb: >-\n  u\n  v\n", "{a: \"x\\n  y\\n\", b: \"u v\"}"),
    ("xs: float32[16, 20, 3] # a comment", "{xs: float32[16, 20, 3]}"),
    ("a: [1,\n\t2]", "{a: [1, 2]}"),
    ("? a\n: b", "{a: b}"),
    ("word", "word"),
    ("'~'", "\"~\""),
    ("\u{FEFF}a: 1", "{a: 1}"),
    ("a: 1\r\nb: |\r\n  x\r\n  y\r\n", "{a: 1, b: \"x\\ny\\n\"}"),
    ("ä: 日本\nb: 'é'", "{ä: 日本, b: \"é\"}"),
  ])
  func readsStructure(text: String, structure: String) throws {
    #expect(try parseYAML(text, file: "c.yaml").structure == structure)
  }

  @Test func keepsStyles() throws {
    let text = "- plain\n- 'single'\n- \"double\"\n- |\n  literal\n- >\n  folded\n"
    let styles = try parseYAML(text, file: "c.yaml").asSequence().map { node -> YAMLNode.Style? in
      if case .scalar(_, let style) = node.value { style } else { nil }
    }
    #expect(styles == [.plain, .singleQuoted, .doubleQuoted, .literal, .folded])
  }

  @Test func locatesNodesInCharacters() throws {
    let text = "\u{FEFF}# c\r\nk: {\"e\u{301}é\": [x, 日, y]}\r\n"
    let item = try node("k", "e\u{301}é", "2", in: text)
    #expect(item.location.line == 2)
    #expect(item.location.column == 18)
    #expect(item.location.text == "k: {\"e\u{301}é\": [x, 日, y]}")
    #expect(item.location.excerpt.hasSuffix("\n" + String(repeating: " ", count: 19) + "^"))
  }

  @Test func locatesWhatIsMissingBehindItsKey() throws {
    let nothing = try node("a", in: "a:\nb: 1\n")
    #expect(nothing.isNull)
    #expect(nothing.location.line == 1)
    #expect(nothing.location.column == 3)
  }

  @Test(arguments: ["", "\n\n", "# a comment\n", "---\n", "---\n...\n", "\u{FEFF}", "~", "null"])
  func refusesEmptyFiles(text: String) {
    #expect(
      rendered { () throws(Diagnostic) in try parseYAML(text, file: "c.yaml") }
        == "c.yaml:1:1: the file is empty\n  expected: a YAML document")
  }

  @Test(arguments: [[0xFF, 0xFE, 0x61, 0x00], [0xFE, 0xFF, 0x00, 0x61]] as [[UInt8]])
  func refusesUTF16(bytes: [UInt8]) {
    #expect(
      rendered { () throws(Diagnostic) in try parseYAML(bytes, file: "c.yaml") }
        == """
        c.yaml:1:1: the file is UTF-16
          expected: UTF-8
          hint: save the file as UTF-8
        """)
  }

  @Test(arguments: [[0xE9], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF8]] as [[UInt8]])
  func refusesBytesThatAreNotUTF8(bytes: [UInt8]) {
    let file = Array("a: 1\nné: ".utf8) + bytes + Array("\nb: 2".utf8)
    let message = rendered { () throws(Diagnostic) in try parseYAML(file, file: "c.yaml") }
    #expect(message.hasPrefix("c.yaml:2:5: not UTF-8\n  né: \u{FFFD}"))
    let byte = hexadecimal(bytes[0])
    #expect(message.hasSuffix("got:      the byte \(byte)\n  hint: save the file as UTF-8"))
  }

  @Test func readsAnyBytesWithoutATrap() {
    var generator = SeededGenerator(state: 1)
    let alphabet = Array("ab:-?[]{},#&*!|>'\"%@` \n\t\r~<=.0é\u{2028}\u{85}".utf8) + [0, 0xFF]
    for _ in 0..<3000 {
      let count = Int.random(in: 0...40, using: &generator)
      let bytes = (0..<count).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
      do throws(Diagnostic) {
        let node = try parseYAML(bytes, file: "c.yaml")
        _ = node.location(line: 2, column: 3)
        #expect(node.location.line >= 1)
      } catch {
        #expect(error.location != nil)
        #expect(!error.description.isEmpty)
      }
    }
  }
}
