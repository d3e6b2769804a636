import Diagnostics
import TestSupport
import Testing

@testable import YAMLNodes

@Suite struct YAMLFieldTests {
  private func root(_ text: String) throws -> YAMLField {
    YAMLField(try parseYAML(text, file: "c.yaml"))
  }

  @Test func buildsPaths() throws {
    let model = try #require(try root("model: {in_axes: [0, {a.b: [x]}], '': 1}").asEntries().first)
    #expect(model.field.path == "model")
    let entries = try model.field.asEntries()
    let axes = try entries[0].field.asList()
    #expect(axes.map(\.path) == ["model.in_axes[0]", "model.in_axes[1]"])
    let odd = try #require(try axes[1].asEntries().first)
    #expect(odd.name == "a.b")
    #expect(try odd.field.asList()[0].path == "model.in_axes[1]['a.b'][0]")
    #expect(entries[1].field.path == "model['']")
  }

  @Test func locatesKeys() throws {
    let entries = try root("a: 1\nbc: 2").asEntries()
    #expect(entries[1].keyLocation.line == 2)
    #expect(entries[1].keyLocation.column == 1)
    #expect(entries[1].field.location.column == 5)
  }

  @Test func namesItsPathInErrors() throws {
    let axes = try root("model:\n  in_axes: [0, x]\n").asEntries()[0].field.asEntries()[0].field
    #expect(
      rendered { () throws(Diagnostic) in try axes.asList()[1].asInt() } == """
        c.yaml:2:16: model.in_axes[1]: wrong type
            in_axes: [0, x]
                         ^
          expected: an integer
          got:      the string 'x'
        """)
    #expect(
      rendered { () throws(Diagnostic) in try axes.asEntries() } == """
        c.yaml:2:12: model.in_axes: wrong type
            in_axes: [0, x]
                     ^
          expected: a map
          got:      a list
        """)
    let root = try root("x")
    #expect(
      rendered { () throws(Diagnostic) in try root.asList() }.hasPrefix("c.yaml:1:1: wrong type\n"))
    #expect(
      axes.failure("no such axis", expected: "0 to 2", hint: "count from 0").description == """
        c.yaml:2:12: model.in_axes: no such axis
            in_axes: [0, x]
                     ^
          expected: 0 to 2
          hint: count from 0
        """)
  }
}
