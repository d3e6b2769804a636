import Testing

@testable import Python

/// Texts are sequences of code points, not of grapheme clusters.
@Suite struct CodePointTests {
  @Test func equalityIsByCodePoints() {
    #expect(!"\u{e9}".hasSameCodePoints(as: "e\u{301}"))
    #expect(CodePointKey(text: "\u{e9}") != CodePointKey(text: "e\u{301}"))
    let table = [CodePointKey(text: "\u{e9}"): 1, CodePointKey(text: "e\u{301}"): 2]
    #expect(table[CodePointKey(text: "e\u{301}")] == 2)
    #expect("e\u{301}".compareCodePoints(with: "\u{e9}") == .less)
  }

  @Test func indicesCountCodePoints() throws {
    #expect("e\u{301}".codePointCount == 2)
    #expect(try "e\u{301}".codePoint(at: -1).unicodeScalars.first == "\u{301}")
    #expect("\r\n".pythonFind("\n") == 1)
    #expect("e\u{301}".pythonContains("e"))
  }

  @Test func translationMapsAndDeletes() throws {
    let table = try String.pythonMakeTranslation(from: "ab", to: "xy", deleting: "c")
    #expect(try "abcd".pythonTranslate(table) == "xyd")
    let lengths = PythonFault.valueError(
      "the first two maketrans arguments must have equal length")
    #expect(throws: lengths) { try String.pythonMakeTranslation(from: "a", to: "") }
  }
}
