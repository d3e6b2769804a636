import Arrays
import ProgramIR
import Testing

@testable import LiftedScan

/// What lifts say goes in and comes out.
struct LiftingTests {
  @Test func aScanBroadcastsCarriesAndSlices() {
    var scan = ScanSettings()
    scan.variableBroadcast = "params"
    scan.variableCarry = "counter"
    scan.variableAxes = [
      ("stats", .init(input: 0, output: 1)), ("given", .init(input: 2, output: nil)),
      (.all, .init(input: nil, output: 0)),
    ]
    let lifting = scan.lifting
    #expect(lifting.inputRole(of: "params") == .broadcast)
    #expect(lifting.outputRole(of: "counter") == .carried)
    #expect(lifting.inputRole(of: "stats") == .scanned(axis: 0))
    #expect(lifting.outputRole(of: "stats") == .scanned(axis: 1))
    #expect(lifting.inputRole(of: "given") == .scanned(axis: 2))
    #expect(lifting.outputRole(of: "given") == .scanned(axis: 0))
    #expect(lifting.inputRole(of: "others") == nil)
    #expect(lifting.inputAxes == [0, 2] && lifting.outputAxes == [1, 0])
    #expect(lifting.mutable == .all)
    #expect(lifting.isLoop && !lifting.takesKeywords)
  }

  @Test func theFirstGroupTakesACollection() {
    var scan = ScanSettings()
    scan.variableBroadcast = ["a", "b"]
    scan.variableCarry = ["b", "c"]
    scan.variableAxes = [(.all, .init(input: 0, output: 0))]
    #expect(
      ["a", "b", "c", "d"].map(scan.lifting.inputRole) == [
        .broadcast, .broadcast, .carried, .scanned(axis: 0),
      ])
  }

  @Test func mappedCollectionsComeOutIfTheyMayChange() {
    var lift = MapVariables()
    lift.mappedCollections = "params"
    lift.variables = ["params", "stats"]
    #expect(lift.lifting.inputRole(of: "params") == .carried)
    #expect(lift.lifting.outputRole(of: "params") == nil)
    #expect(lift.lifting.mutable == "stats")
    lift.isMutable = true
    #expect(lift.lifting.mutable == ["params", "stats"])
    #expect(lift.lifting.inputRole(of: "cache") == nil)
  }

  @Test func callsOfOnceHandOnWhatTheyAreTold() {
    var remat = Remat()
    remat.variables = "params"
    remat.rngs = "noise"
    #expect(remat.lifting.mutable == "params" && remat.lifting.rngs == "noise")
    #expect(remat.lifting.takesKeywords && !remat.lifting.isLoop && !remat.lifting.forksStreams)
    #expect(Jit().lifting.forksStreams && FoldRNGs().lifting.forksStreams)
  }

  @Test func collectionsAreGroupedAndMergedByTheFirst() {
    let one = Tree<Tensor>.Fields([("n", .leaf(Tensor(1)))])
    let collections: Collections = ["a": one, "b": one, "c": one]
    let groups = collections.grouped(by: ["a", ["a", "b"], "d"])
    #expect(groups.map { $0.keys.sorted() } == [["a"], ["b"], []])
    #expect([groups[1], groups[0]].merged.keys.sorted() == ["a", "b"])
  }
}
