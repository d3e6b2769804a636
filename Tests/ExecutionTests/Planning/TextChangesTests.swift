import Testing

@testable import Execution

struct TextChangesTests {
  @Test func linesThatAreGoneAndNew() {
    #expect(["a", "x", "c"].changes(from: ["a", "b", "c"]) == ["- b", "+ x"])
    #expect(["b", "c", "d"].changes(from: ["a", "b", "c"]) == ["- a", "+ d"])
    #expect(["a"].changes(from: ["a"]).isEmpty)
    #expect([].changes(from: ["a"]) == ["- a"])
  }

  /// A change in a body comes with the line of its scan, one outside without.
  @Test func scansAreNamed() {
    let old = ["b = scan[] a", "  c", "  in (d)", "e"]
    #expect(
      ["b = scan[] a", "  x", "  in (d)", "f"].changes(from: old)
        == ["  b = scan[] a", "-   c", "+   x", "- e", "+ f"])
    #expect(["b = scan[] a", "  c", "  in (d)", "f"].changes(from: old) == ["- e", "+ f"])
  }
}
