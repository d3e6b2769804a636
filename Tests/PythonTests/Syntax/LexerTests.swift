import Diagnostics
import TestSupport
import Testing

@testable import Python

/// What is wrong with a text, `text  =>  line:column: problem | further words`.
private let onOneLine = #"""
  x = (1  =>  1:5: '(' is never closed
  x = 1)  =>  1:6: ')' closes nothing
  x = (1]  =>  1:7: ']' can't close '(' | got:      the '(' is on line 1
  x = 'abc  =>  1:5: the string is never closed | hint: a string over several lines has three quotes
  x = a[1  =>  1:6: '[' is never closed
  x = 1_  =>  1:5: not a number | got:      '1_'
  x = 1__0  =>  1:5: not a number | got:      '1__0'
  x = 0x  =>  1:5: not a number | got:      '0x'
  x = 0xg  =>  1:5: not a number | got:      '0xg'
  x = 0b12  =>  1:5: not a number | got:      '0b12'
  x = 0o8  =>  1:5: not a number | got:      '0o8'
  x = 012  =>  1:5: an integer with leading zeros | hint: octal numbers start with '0o'
  x = 1abc  =>  1:5: not a number | got:      '1abc'
  x = 1.5abc  =>  1:5: not a number | got:      '1.5abc'
  x = 1e  =>  1:5: not a number | got:      '1e'
  x = 9223372036854775808  =>  1:5: the number is too large | expected: an integer of 64 bits
  x = 0xffffffffffffffff  =>  1:5: the number is too large | expected: an integer of 64 bits
  x = '\xg0'  =>  1:6: the escape is no character | expected: \xHH, \uHHHH or \ooo
  x = '\ud800'  =>  1:6: the escape is no character | expected: \xHH, \uHHHH or \ooo | got:      half of a surrogate pair
  x = '\u00'  =>  1:6: the escape is no character | expected: \xHH, \uHHHH or \ooo
  x = '\N{BULET}'  =>  1:6: no character is called 'BULET' | hint: use \uHHHH
  x = '\NBULLET'  =>  1:6: the escape is no character | expected: \N{NAME}
  x = '\N{BULLET'  =>  1:6: no character is called 'BULLET' | hint: use \uHHHH
  x = b'é'  =>  1:7: bytes hold ASCII characters only | got:      'é' | hint: write a byte as \xHH, or leave out the 'b'
  x = b'\x4'  =>  1:7: the escape is no character | expected: \xHH, \uHHHH or \ooo
  x = f'{x=y}'  =>  1:7: '{' is never closed
  x = f'{x!r s}'  =>  1:7: '{' is never closed
  x = f'{!r}'  =>  1:7: nothing between '{' and '}'
  x = f'{a:{b}'  =>  1:7: '{' is never closed
  x = 1iffy  =>  1:5: not a number | got:      '1iffy'
  x = 0_  =>  1:5: not a number | got:      '0_'
  x = `a`  =>  1:5: unexpected character '`' | hint: write repr(…)
  x = f'{x!q}'  =>  1:9: an unknown conversion | expected: !r, !s or !a
  x = f'{x:03d'  =>  1:7: '{' is never closed
  x = f'{x!r'  =>  1:7: '{' is never closed
  x = f'{}'  =>  1:7: nothing between '{' and '}'
  x = f'{x'  =>  1:9: the string is never closed | hint: a string over several lines has three quotes
  x = f'}'  =>  1:7: a '}' alone in an f-string | hint: to mean the character, write '}}'
  x = f'{(x}'  =>  1:10: '}' can't close '(' | got:      the '(' is on line 1
  x = !a  =>  1:5: unexpected character '!' | hint: write 'not'
  x = a ? b : c  =>  1:7: unexpected character '?'
  x = $a  =>  1:5: unexpected character '$'
  x = “a”  =>  1:5: unexpected character '“' | hint: use plain quotes, ' or "
  x = a × b  =>  1:7: unexpected character '×' | hint: write '*'
  x = a – b  =>  1:7: unexpected character '–' | hint: write '-'
  """#

/// The same for texts over several lines.
private let onSeveralLines = #"""
  x = [1,
    (2, 3]
  =>
  2:8: ']' can't close '(' | got:      the '(' is on line 2
  -----
  x = '''abc
  def
  =>
  1:5: the string is never closed
  -----
  if x:
      y
    z
  =>
  3:3: the indentation fits no line above | hint: align it with the block it belongs to
  -----
  if x:
          y
  	z
  =>
  3:2: tabs and spaces are mixed | hint: indent with spaces
  """#

@Suite struct LexerTests {
  private func tokens(
    _ text: String, mode: Lexer.Mode = .statements
  ) throws -> [Token.Kind] {
    var lexer = Lexer(text, mode: mode, locate: place)
    return try lexer.tokenize().map(\.kind)
  }

  @Test(arguments: entries(onOneLine, onSeveralLines))
  func refuses(halves: TableEntry) {
    #expect(summary(ofStatements: halves.source) == halves.meaning)
  }

  @Test func cutsIntoTokens() throws {
    #expect(
      try tokens("x1=-f(2.5,'a')**None") == [
        .name("x1"), .symbol("="), .symbol("-"), .name("f"), .symbol("("), .float(2.5),
        .symbol(","), .string("a"), .symbol(")"), .symbol("**"), .keyword(.none), .newline, .end,
      ])
  }

  @Test func takesTheLongestSymbol() throws {
    let symbols = try tokens("**= ** *= * //= // /= / ... . := : != -> -= == = <<= << <= <")
    #expect(
      symbols.dropLast(2).map(\.text) == [
        "**=", "**", "*=", "*", "//=", "//", "/=", "/", "...", ".", ":=", ":", "!=", "->", "-=",
        "==", "=", "<<=", "<<", "<=", "<",
      ])
  }

  @Test func marksBlocks() throws {
    #expect(
      try tokens("a:\n  b\n\n    # c\n  d:\n   e\nf") == [
        .name("a"), .symbol(":"), .newline, .indent, .name("b"), .newline, .name("d"),
        .symbol(":"), .newline, .indent, .name("e"), .newline, .dedent, .dedent, .name("f"),
        .newline, .end,
      ])
    #expect(
      try tokens("a:\n  b") == [
        .name("a"), .symbol(":"), .newline, .indent, .name("b"), .newline, .dedent, .end,
      ])
  }

  @Test func joinsLinesInBrackets() throws {
    #expect(
      try tokens("(a # b\n\n  ,\nc)\nd") == [
        .symbol("("), .name("a"), .symbol(","), .name("c"), .symbol(")"), .newline, .name("d"),
        .newline, .end,
      ])
    #expect(
      try tokens("a\n  b\nc", mode: .expression) == [.name("a"), .name("b"), .name("c"), .end])
  }

  @Test func countsColumnsInCharacters() throws {
    var lexer = Lexer("é = '日本e\u{301}' + x\ny", mode: .statements, locate: place)
    let positions = try lexer.tokenize().map(\.position)
    #expect(positions.map(\.column) == [1, 3, 5, 11, 13, 14, 1, 2, 2])
    #expect(positions.map(\.line) == [1, 1, 1, 1, 1, 1, 2, 2, 2])
  }

  @Test func keepsTheEndOnTheLastLineWithATokenOnIt() throws {
    var lexer = Lexer("if x:\n\n\n", mode: .statements, locate: place)
    let end = try #require(lexer.tokenize().last)
    #expect(end.position == Position(line: 1, column: 6))
  }

  @Test func readsReplacementsOfFormattedStrings() throws {
    let end = Token(kind: .end, position: Position(line: 1, column: 9))
    let name = Token(kind: .name("x"), position: Position(line: 1, column: 7))
    #expect(
      try tokens("f'a{{{ x }b'").first
        == .formatted([.text("a{"), .expression([name, end].moved(by: 1)), .text("b")]))
  }

  @Test func readsFormattedStringsInFormattedStrings() throws {
    func nested(_ depth: Int) -> String {
      depth == 0 ? "x" : "f'{" + nested(depth - 1) + "}'"
    }
    #expect(try tokens(nested(10)).count == 3)
    let error = try #require(throws: Diagnostic.self) { try tokens(nested(11)) }
    #expect(error.problem == "too many f-strings in one another")
  }

  @Test func readsAnyTextWithoutATrap() {
    var generator = SeededGenerator(state: 1)
    let words = [
      "x", "self", "1", "0x", "1e9", "1_", ".5", "'", "\"\"\"", "f'", "f'{", "}", "{", "(", ")",
      "[", "]", ",", ":", "=", "==", "*", "**", "not", "in", "is", "if", "else", "for", "lambda",
      "def", "return", "and", "@", "\\", "\n", "\n  ", "\n\t", " ", "#", "é", "e\u{301}",
      "\u{2028}",
      "\u{0}", "²", "٣", "🇩🇪", "\r\n", ";", "!", "$", "...", "->", ":=", "yield",
      "class", "match", "case", "try", "except", "finally", "with", "as", "import", "from",
      "global",
      "nonlocal", "type", "_", "b'", "f'{x=", "\\N{", "/", "raise", "del", "pass", "\u{FEFF}",
    ]
    for _ in 0..<5000 {
      let count = Int.random(in: 0...30, using: &generator)
      let text = (0..<count).map { _ in words.randomElement(using: &generator) ?? "" }
      let body = text.joined(separator: Bool.random(using: &generator) ? "" : " ")
      if let statements = try? parseStatements(body, locate: place) {
        let printed = statements.map(\.description).joined(separator: "\n")
        let again = try? parseStatements(printed, locate: place).map(\.description)
        #expect(again?.joined(separator: "\n") == printed, "\(body)")
      }
    }
  }
}

extension Token.Kind {
  /// A symbol's text.
  fileprivate var text: String { if case .symbol(let text) = self { text } else { "" } }
}

extension [Token] {
  /// The tokens some columns further right.
  fileprivate func moved(by columns: Int) -> [Token] {
    map { token in
      var token = token
      token.position.column += columns
      return token
    }
  }
}
