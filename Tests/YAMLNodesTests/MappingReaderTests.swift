import Diagnostics
import TestSupport
import Testing

@testable import YAMLNodes

@Suite struct MappingReaderTests {
  private func scan(_ text: String) throws -> YAMLField {
    let model = try parseYAML("model:\n  scan: \(text)\n", file: "c.yaml")
    return try YAMLField(model).asEntries()[0].field.asEntries()[0].field
  }

  private func read(_ field: YAMLField) throws(Diagnostic) -> [Int?] {
    try field.readMapping { reader throws(Diagnostic) in
      let length = try reader.required("length").asInt()
      let unroll = try reader.optional("unroll")?.asInt()
      return [length, unroll]
    }
  }

  @Test func handsOutValues() throws {
    #expect(try read(scan("{length: 3}")) == [3, nil])
    #expect(try read(scan("{unroll: 2, length: 3}")) == [3, 2])
  }

  @Test func givesChildrenTheirPaths() throws {
    var reader = try MappingReader(scan("{in_axes: [0, 1]}"))
    #expect(try reader.required("in_axes").asList()[1].path == "model.scan.in_axes[1]")
    #expect(reader.field.path == "model.scan")
    #expect(reader.keys == ["in_axes"])
  }

  @Test func tellsNullFromNothing() throws {
    var reader = try MappingReader(scan("{length: null}"))
    #expect(reader.optional("length")?.isNull == true)
    #expect(reader.optional("unroll") == nil)
  }

  @Test func refusesKeysNobodyAskedFor() throws {
    let field = try scan("{length: 3, unrol: 2}")
    #expect(
      rendered { () throws(Diagnostic) in try read(field) } == """
        c.yaml:2:21: model.scan: unknown key 'unrol'
            scan: {length: 3, unrol: 2}
                              ^
          hint: did you mean 'unroll'?
        """)
    let far = try scan("{length: 3, cell: 2, other: 1}")
    #expect(
      rendered { () throws(Diagnostic) in try read(far) } == """
        c.yaml:2:21: model.scan: unknown key 'cell'
            scan: {length: 3, cell: 2, other: 1}
                              ^
          hint: known: length, unroll
        """)
  }

  @Test func refusesAMissingBlankBehindAColon() throws {
    let field = try scan("{length: 3, unroll:2}")
    #expect(
      rendered { () throws(Diagnostic) in try read(field) }.hasSuffix(
        "unknown key 'unroll:2'\n    scan: {length: 3, unroll:2}\n"
          + "                      ^\n  hint: put a space behind the ':'"))
  }

  @Test func refusesMissingKeys() throws {
    let field = try scan("{unroll: 2}")
    #expect(
      rendered { () throws(Diagnostic) in try read(field) } == """
        c.yaml:2:9: model.scan: missing key 'length'
            scan: {unroll: 2}
                  ^
          hint: add 'length: …'
        """)
    let similar = try scan("\n    lenght: 2")
    #expect(
      rendered { () throws(Diagnostic) in try read(similar) }
        .hasSuffix("hint: is 'lenght' on line 3 meant to be 'length'?"))
  }

  @Test func refusesWhatIsNoMap() throws {
    let field = try scan("[1]")
    #expect(
      rendered { () throws(Diagnostic) in try read(field) } == """
        c.yaml:2:9: model.scan: wrong type
            scan: [1]
                  ^
          expected: a map
          got:      a list
        """)
  }

  @Test func givesAwayTheRest() throws {
    var reader = try MappingReader(scan("{type: Dense, features: 4, bias: false}"))
    _ = try reader.required("type")
    #expect(throws: Diagnostic.self) { try reader.finish() }
    let rest = reader.remaining()
    #expect(rest.map(\.name) == ["features", "bias"])
    #expect(rest.map(\.field.path) == ["model.scan.features", "model.scan.bias"])
    try reader.finish()
  }

  @Test func passesErrorsOn() throws {
    let field = try scan("{length: x, wrong: 1}")
    let error = try #require(throws: Diagnostic.self) { try read(field) }
    #expect(error.path == "model.scan.length")
  }
}
