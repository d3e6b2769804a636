import Diagnostics
import TestSupport
import Testing

@testable import YAMLNodes

@Suite struct YAMLSyntaxFaultTests {
  private func failure(_ text: String) -> String {
    rendered { () throws(Diagnostic) in try parseYAML(text, file: "c.yaml") }
  }

  @Test func pointsAtTabs() {
    #expect(
      failure("a:\n \tb: 1") == """
        c.yaml:2:2: a tab in the indentation
           \tb: 1
           ^
          hint: YAML is indented with spaces
        """)
    for text in ["\ta: 1", "a: 1\n\t", "a: |\n\tx\n", "a: >\n\tx\n", "a:\n  - b\n\t- c"] {
      #expect(failure(text).contains(": a tab in the indentation\n"), "\(text)")
    }
  }

  @Test func pointsAtOpenBrackets() {
    #expect(
      failure("a:\n  b: [1, 2\n\n# the end\n") == """
        c.yaml:2:6: '[' is never closed
            b: [1, 2
               ^
        """)
    #expect(
      failure("a: {b: 1") == """
        c.yaml:1:4: '{' is never closed
          a: {b: 1
             ^
        """)
    #expect(
      failure("a: [1, 2\nb: 3\n") == """
        c.yaml:2:2: unexpected ':'
          b: 3
           ^
          expected: ',' or ']'
          hint: the '[' of line 1 is still open
        """)
    #expect(
      failure("[[[") == """
        c.yaml:1:4: a '[' or '{' is never closed
          [[[
             ^
        """)
  }

  @Test func pointsAtWrongBrackets() {
    #expect(
      failure("xs: [float32[3, 4]]") == """
        c.yaml:1:13: unexpected '['
          xs: [float32[3, 4]]
                      ^
          expected: ',' or ']'
          hint: a value with brackets, commas or ': ' in it needs quotes
        """)
    #expect(
      failure("a: ]") == """
        c.yaml:1:4: unexpected ']'
          a: ]
             ^
          expected: a value
        """)
    #expect(failure("a: {b: 1]").hasPrefix("c.yaml:1:9: unexpected ']'\n"))
    #expect(failure("a: {b: c: d}").hasPrefix("c.yaml:1:9: unexpected ':'\n"))
  }

  @Test func pointsAtIndentation() {
    #expect(
      failure("a:\n    b: 1\n  c: 2\n") == """
        c.yaml:3:3: the indentation fits nothing above
            c: 2
            ^
          hint: align it with its siblings
        """)
    #expect(
      failure("- a\nb: 1\n") == """
        c.yaml:2:1: not an item of the list
          b: 1
          ^
          expected: '- '
          hint: check the indentation: list items and keys can't be mixed
        """)
    #expect(
      failure("a: 1\n  b: 2\n") == """
        c.yaml:2:4: a ':' is not allowed here
            b: 2
             ^
          hint: check the indentation, and that the line before is 'key:' or 'key: value'
        """)
    #expect(
      failure("a: |\n  x\n y\n").hasPrefix("c.yaml:3:2: the indentation fits nothing above\n"))
  }

  @Test func pointsAtColons() {
    #expect(
      failure("a: b: c") == """
        c.yaml:1:5: a ':' is not allowed here
          a: b: c
              ^
          hint: put the value in quotes, or start a map on a line of its own
        """)
    #expect(
      failure("a: 1\nlength\nb: 2\n") == """
        c.yaml:2:1: a key without ':'
          length
          ^
          expected: 'key: value'
          hint: check the indentation
        """)
  }

  @Test func pointsAtQuotes() {
    #expect(
      failure("a: 'x\nb: 1\n") == """
        c.yaml:1:4: the quote is never closed
          a: 'x
             ^
        """)
    #expect(
      failure("a: 'b' c") == """
        c.yaml:1:8: something follows the end of the value
          a: 'b' c
                 ^
          hint: put the whole value in one pair of quotes
        """)
    #expect(
      failure("a: \"\\d\"") == """
        c.yaml:1:5: unknown escape in a text in double quotes
          a: "\\d"
              ^
          hint: in single quotes '\\' is only itself
        """)
    #expect(
      failure("a: \"\\xzz\"") == """
        c.yaml:1:7: the escape needs hexadecimal digits
          a: "\\xzz"
                ^
          expected: \\xHH or \\uHHHH
        """)
    #expect(
      failure("a: \"x\n---\ny\"") == """
        c.yaml:2:1: the document ends inside a text in quotes
          ---
          ^
          hint: close the quote of line 1
        """)
  }

  @Test func pointsAtReservedCharacters() {
    #expect(
      failure("a: @x") == """
        c.yaml:1:4: a value can't start with '@'
          a: @x
             ^
          hint: put it in quotes
        """)
    #expect(failure("a: `x`").hasPrefix("c.yaml:1:4: a value can't start with '`'\n"))
    #expect(failure("a: %x").hasPrefix("c.yaml:1:4: a value can't start with '%'\n"))
    #expect(
      failure("a: *") == """
        c.yaml:1:4: '*' without a name
          a: *
             ^
          hint: to mean the character, put it in quotes
        """)
    #expect(failure("a: & b").hasPrefix("c.yaml:1:4: '&' without a name\n"))
  }

  @Test func pointsAtMisplacedText() {
    #expect(
      failure("a: - b") == """
        c.yaml:1:4: a list can't start here
          a: - b
             ^
          hint: start it on a line of its own, or write [a, b]
        """)
    #expect(
      failure("a: | x\n  y\n") == """
        c.yaml:1:6: something follows the '|' or '>'
          a: | x
               ^
          hint: start the text on the next line
        """)
    #expect(
      failure("a: 1\n...\nb: 2\n") == """
        c.yaml:3:1: something follows the end of the document
          b: 2
          ^
        """)
  }

  @Test func pointsAtControlCharacters() {
    #expect(
      failure("a: é\u{1}") == """
        c.yaml:1:5: a control character
          a: é\u{1}
              ^
          got:      the byte 0x01
          hint: take it out, or write it as an escape in "…"
        """)
  }

  @Test func fallsBackOnLibYAMLsWords() {
    #expect(
      failure("%YAML 2.0\n---\na") == """
        c.yaml:1:1: found incompatible YAML document
          %YAML 2.0
          ^
        """)
    #expect(failure("a: !q!x 1").hasPrefix("c.yaml:1:4: found undefined tag handle"))
  }
}
