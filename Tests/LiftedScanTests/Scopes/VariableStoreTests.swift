import Arrays
import ProgramIR
import Testing

@testable import LiftedScan

struct VariableStoreTests {
  private func store() -> VariableStore { VariableStore([:]) }

  @Test func scopesAreMadeAboveAVariable() {
    let store = store()
    store.put(.leaf(Tensor(1.0)), "params", at: ["a", "b"], name: "w")
    #expect(store.fields("params", at: ["a", "b"])?.keys == ["w"])
    #expect(store.fields("params", at: ["a"])?.keys == ["b"])
    #expect(store.fields("params", at: ["b"]) == nil)
    #expect(store.fields("stats", at: []) == nil)
  }

  @Test func leavesAreReplacedAndDictsMerged() {
    let store = store()
    store.put(["x": .leaf(Tensor(1.0)), "y": .leaf(Tensor(2.0))], "stats", at: [], name: "s")
    store.put(["y": ["z": .leaf(Tensor(3.0))]], "stats", at: [], name: "s")
    let merged = store.fields("stats", at: ["s"])
    #expect(merged?.keys == ["x", "y"])
    #expect(merged?["y"]?.fields?.keys == ["z"])
    store.put(.leaf(Tensor(4.0)), "stats", at: [], name: "s")
    #expect(store.fields("stats", at: [])?["s"]?.leaf != nil)
  }

  @Test func fieldsAreMergedIntoAScopeAndReplaceACollection() {
    let store = store()
    store.put(.leaf(Tensor(1.0)), "params", at: ["a"], name: "w")
    store.put(.leaf(Tensor(1.0)), "params", at: ["b"], name: "w")
    store.put(.init([("v", .leaf(Tensor(2.0)))]), "params", at: ["a"])
    #expect(store.fields("params", at: ["a"])?.keys == ["w", "v"])
    #expect(store.fields("params", at: ["b"])?.keys == ["w"])
    store.put(.init([("c", .leaf(Tensor(2.0)))]), "params", at: [])
    #expect(store.fields("params", at: [])?.keys == ["c"])
  }

  @Test func collectionsBelowAPathAreThoseThatHaveIt() {
    let store = store()
    store.put(.leaf(Tensor(1.0)), "params", at: ["a"], name: "w")
    store.put(.leaf(Tensor(1.0)), "stats", at: ["b"], name: "m")
    #expect(store.collections(at: ["a"]).keys.sorted() == ["params"])
    #expect(store.collections(at: []).keys.sorted() == ["params", "stats"])
  }

  @Test func drawsAreCountedByStreamAndScope() {
    let counters = RNGCounters()
    #expect([counters.next("params"), counters.next("params")] == [1, 2])
    #expect(counters.next("dropout") == 1)
    #expect(counters.child("a").next("params") == 1)
    #expect(counters.child("a").next("params") == 2)
    #expect(counters.child("b").next("params") == 1)
    #expect(counters.next("params") == 3)
  }
}
