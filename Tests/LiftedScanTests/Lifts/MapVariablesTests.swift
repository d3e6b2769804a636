import Arrays
import LiftedScan
import ProgramIR
import Testing

struct MapVariablesTests {
  private let layer = TestModule("Layer") { module, arguments in
    let w = try module.ones("w", [2])
    let count = try module.variable("stats", "n") { .float(0) }
    if module.scope.mutable.contains("stats") {
      try count.set(.tensor(count.value().tensor() + Tensor(1.0)))
    }
    return .tensor(try arguments[0].tensor() * w)
  }

  private func lift(_ change: (inout MapVariables) -> Void = { _ in }) -> LiftedModule {
    var lift = MapVariables()
    lift.mappedCollections = "params"
    lift.transformIn = { try Collections($0.tree.map { try $0 * Tensor(3.0) }) }
    lift.transformOut = { try Collections($0.tree.map { try $0 * Tensor(0.5) }) }
    change(&lift)
    return LiftedModule(layer, lift)
  }

  private let known: Tree<NDArray> = [
    "params": ["w": array([1, 2], [2])], "stats": ["n": array([4], [])],
  ]

  @Test func theMethodSeesChangedValues() throws {
    let applied = try run(lift(), [array([1, 1], [2])], variables: known, mutable: .all)
    #expect(applied.result.leaf?.numbers == [3, 6])
    #expect(try applied.variable("params/w") == [1, 2])
    #expect(try applied.variable("stats/n") == [5])
  }

  @Test func mappedVariablesCannotBeMadeUnlessItIsSaid() throws {
    #expect(throws: (any Error).self) { try run(lift(), [zeros([2])]) }
    let made = try run(lift { $0.makesVariables = true }, [array([1, 1], [2])])
    // Made as ones, halved on the way out, and tripled for the method.
    #expect(made.result.leaf?.numbers == [1.5, 1.5])
  }

  @Test func mutableOnesComeOutChanged() throws {
    let applied = try run(
      lift { $0.isMutable = true }, [zeros([2])], variables: known, mutable: .all)
    #expect(try applied.variable("params/w") == [1.5, 3])
  }
}
