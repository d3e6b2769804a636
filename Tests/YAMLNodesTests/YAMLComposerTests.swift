import Diagnostics
import TestSupport
import Testing

@testable import YAMLNodes

@Suite struct YAMLComposerTests {
  private func failure(_ text: String) -> String {
    rendered { () throws(Diagnostic) in try parseYAML(text, file: "c.yaml") }
  }

  @Test func resolvesAliases() throws {
    let text = "a: &x {k: [1, 2]}\nb: *x\nc: &y 5\nd: [*y, *y]\n"
    let root = try parseYAML(text, file: "c.yaml")
    #expect(root.structure == "{a: {k: [1, 2]}, b: {k: [1, 2]}, c: 5, d: [5, 5]}")
    #expect(try node("d", "1", in: text).location.line == 3)
  }

  @Test func laterAnchorsReplaceEarlier() throws {
    let root = try parseYAML("- &x 1\n- *x\n- &x 2\n- *x", file: "c.yaml")
    #expect(root.structure == "[1, 1, 2, 2]")
  }

  @Test func refusesUnknownAliases() {
    #expect(
      failure("a: &cell 1\nb: *cel\n") == """
        c.yaml:2:4: unknown alias '*cel'
          b: *cel
             ^
          hint: did you mean 'cell'?
        """)
    #expect(failure("a: *x").hasSuffix("hint: no anchor '&x' comes before it"))
  }

  @Test(arguments: ["a: &x [1, *x]", "a: &x {k: [*x]}", "a: &x {*x : 1}"])
  func refusesAliasesOfThemselves(text: String) {
    #expect(failure(text).contains(": the alias '*x' is inside what it stands for\n"))
  }

  @Test func refusesAliasBombs() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...20 {
      text +=
        "a\(level): &a\(level) ["
        + Array(repeating: "*a\(level - 1)", count: 9)
        .joined(separator: ", ") + "]\n"
    }
    #expect(failure(text).contains(": aliases make more than 100000 nodes\n"))
  }

  @Test func refusesAliasesThatNestTooDeep() {
    var text = "a0: &a0 [x]\n"
    for level in 1...100 { text += "a\(level): &a\(level) [*a\(level - 1)]\n" }
    #expect(failure(text).hasPrefix("c.yaml:100:12: more than 100 lists and maps in one another\n"))
  }

  @Test func refusesDuplicateKeys() {
    #expect(
      failure("scan:\n  length: 3\n  unroll: 1\n  'length': 4\n") == """
        c.yaml:4:3: duplicate key 'length'
            'length': 4
            ^
          got:      the first is on line 2
          hint: take one of them out
        """)
  }

  @Test func refusesKeysThatAreNoNames() {
    #expect(
      failure("a:\n  [x, y]: 1\n") == """
        c.yaml:2:3: not a key
            [x, y]: 1
            ^
          expected: a name
          got:      a list
        """)
    #expect(failure("? {a: 1}\n: 2").contains("got:      a map"))
    #expect(failure("a: {? : 2}").contains("got:      nothing"))
    #expect(failure("~: 2").contains("got:      ~"))
  }

  @Test func readsStandardTags() throws {
    let text = """
      [!!str 5, !!int '5', !!float 5, !!bool 'true', !!null '', ! 5, !!seq [!!map {a: !!str }],
      !!float 99999999999999999999, !!float .5]
      """
    let items = try parseYAML(text, file: "c.yaml").asSequence()
    #expect(try items[0].asString() == "5")
    #expect(try items[1].asInt() == 5)
    #expect(try items[2].asDouble() == 5)
    #expect(throws: Diagnostic.self) { try items[2].asInt() }
    #expect(try items[3].asBool())
    #expect(items[4].isNull)
    #expect(try items[5].asString() == "5")
    #expect(items[6].structure == "[{a: }]")
    #expect(try node("0", "a", in: "- !!map {a: !!str }").asString() == "")
    #expect(try items[7].asDouble() == 1e20)
    #expect(try items[8].asDouble() == 0.5)
  }

  @Test func refusesOtherTags() {
    #expect(
      failure("a: !!python/object 5") == """
        c.yaml:1:4: the tag '!!python/object' is not supported here
          a: !!python/object 5
             ^
          expected: no tag, or on a scalar !!str, !!int, !!float, !!bool or !!null
          hint: leave the tag out
        """)
    #expect(failure("a: !cell {b: 1}").contains("the tag '!cell' is not supported here"))
    #expect(failure("a: !!int [1]").contains("the tag '!!int' is not supported here"))
    #expect(failure("a: !!seq {b: 1}").contains("the tag '!!seq' is not supported here"))
    #expect(failure("a: !!map [1]").contains("the tag '!!map' is not supported here"))
  }

  @Test(arguments: ["!!int five", "!!int 1.5", "!!float x", "!!bool yes", "!!null 0"])
  func refusesTagsThatDoNotFit(text: String) {
    #expect(failure("a: \(text)").hasPrefix("c.yaml:1:4: the tag doesn't fit the value\n"))
  }

  @Test func refusesASecondDocument() {
    #expect(
      failure("a: 1\n---\nb: 2\n") == """
        c.yaml:2:1: a second document starts here
          ---
          ^
          expected: one document a file
          hint: take out the '---'
        """)
  }

  @Test func limitsDepth() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + "1" + String(repeating: "]", count: depth)
    }
    var value = try parseYAML(nested(100), file: "c.yaml")
    for _ in 0..<100 { value = try #require(value.asSequence().first) }
    #expect(try value.asInt() == 1)
    let message = ": more than 100 lists and maps in one another\n"
    #expect(failure(nested(101)).hasPrefix("c.yaml:1:101" + message))
    #expect(failure(String(repeating: "[", count: 200_000)).contains(message))
    #expect(failure(String(repeating: "{a: ", count: 100_000)).contains(message))
    #expect(failure(String(repeating: "- ", count: 100_000) + "x").contains(message))
  }
}
