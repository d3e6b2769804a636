import Diagnostics
import TestSupport
import Testing

@testable import YAMLNodes

/// Merge keys, with the values and in the order that PyYAML's `safe_load` gives.
@Suite struct MergeKeyTests {
  private func failure(_ text: String) -> String {
    rendered { () throws(Diagnostic) in try parseYAML(text, file: "c.yaml").structure }
  }

  @Test(arguments: [
    ("{q: 0, <<: *a}", "{x: 1, y: 2, q: 0}"),
    ("{q: 0, <<: [*a, *b], x: 9, w: 5}", "{x: 9, y: 2, z: 4, q: 0, w: 5}"),
    ("{<<: {y: 1, <<: *b}}", "{y: 1, z: 4}"), ("{<<: *a, x: 3}", "{x: 3, y: 2}"),
    ("{<<: []}", "{}"), ("{<<: {}}", "{}"), ("{'<<': 1}", "{\"<<\": 1}"),
    ("{!!str <<: 1}", "{<<: 1}"),
  ])
  func mapsAreMerged(_ text: String, _ expected: String) throws {
    let file = "- &a {x: 1, y: 2}\n- &b {y: 3, z: 4}\n- \(text)\n"
    #expect(try node("2", in: file).structure == expected)
  }

  @Test func mergedValuesKeepTheirPlaces() throws {
    let text = "a: &a\n  x: 1\nb:\n  <<: *a\n  y: 2\n"
    #expect(try node("b", "x", in: text).location.line == 2)
    #expect(try node("b", "y", in: text).location.line == 5)
    let entries = try YAMLField(node("b", in: text)).asEntries()
    #expect(entries.map(\.keyLocation.line) == [2, 5])
  }

  @Test(arguments: ["1", "null", "[*a, 3]", "[[*a]]", "text"])
  func onlyMapsAreMerged(_ value: String) {
    let words = failure("- &a {x: 1}\n- <<: \(value)\n")
    #expect(words.hasPrefix("c.yaml:2:"))
    #expect(words.contains("'<<' merges maps only"))
    #expect(words.contains("expected: a map, or a list of maps"))
  }

  @Test func keysAreStillDifferent() {
    #expect(failure("a: &a {x: 1}\nb: {<<: *a, y: 1, y: 2}").contains("duplicate key 'y'"))
    #expect(failure("a: &a {x: 1}\nb: {<<: *a, <<: *a}").contains("duplicate key '<<'"))
  }

  /// Each level holds the one below ten times.
  @Test func explodingMergesAreRefused() {
    var text = "a0: &a0 {x: 1}\n"
    for level in 1...9 {
      let parts = (0..<10).map { "k\($0): {<<: *a\(level - 1)}" }.joined(separator: ", ")
      text += "a\(level): &a\(level) {\(parts)}\n"
    }
    #expect(failure(text).contains("aliases make more than"))
  }
}
