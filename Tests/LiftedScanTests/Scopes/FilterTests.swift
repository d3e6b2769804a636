import LiftedScan
import Testing

struct FilterTests {
  @Test(arguments: ["params", "stats", "cache"])
  func operationsAgreeWithMembership(_ name: String) {
    let filters: [Filter] = [.all, .none, "params", ["params", "stats"], .allExcept(["params"])]
    for a in filters {
      #expect(a.complement.contains(name) != a.contains(name))
      for b in filters {
        #expect(a.union(b).contains(name) == (a.contains(name) || b.contains(name)))
        #expect(a.intersection(b).contains(name) == (a.contains(name) && b.contains(name)))
      }
    }
  }

  @Test(
    arguments: [
      (Filter.all, "true"), (.none, "false"), ("params", "params"), (["b", "a"], "[a, b]"),
      (.allExcept(["a"]), "{deny: a}"), (true, "true"), (false, "false"),
    ] as [(Filter, String)])
  func isDescribedAsInAConfig(_ filter: Filter, _ text: String) {
    #expect(filter.description == text)
  }
}
