import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Testing

struct ScopeTests {
  private func scope(_ mutable: Filter = .all) -> Scope {
    Scope(
      variables: [:], streams: ["params": LazyRNG(.key(seed: 0))], mutable: mutable,
      isInitializing: true)
  }

  @Test func namesAreUsedOnce() throws {
    let scope = scope()
    _ = try scope.push("a")
    #expect(try diagnostic { try scope.push("a") }.hint?.contains("name=") == true)
    _ = try scope.push("a", reuse: true)
    try scope.declareVariable("stats", "b") { .none }
    try scope.declareVariable("params", "b") { .none }
    #expect(throws: Diagnostic.self) { try scope.declareVariable("stats", "b") { .none } }
    #expect(throws: Diagnostic.self) { try scope.push("b") }
  }

  @Test func pathsAreFlaxs() throws {
    #expect(try scope().push("a").push("b").pathText == "/a/b")
    #expect(scope().pathText == "/")
  }

  @Test func variablesChangeOnlyInMutableCollections() throws {
    let scope = scope("stats")
    try scope.putVariable(.leaf(Tensor(1.0)), "stats", "s")
    #expect(scope.variable("stats", "s")?.leaf != nil)
    let error = try diagnostic { try scope.putVariable(.leaf(Tensor(1.0)), "params", "w") }
    #expect(error.remedy == .makeMutable(["params"]))
    #expect(throws: Diagnostic.self) { try scope.declareVariable("stats", "t", initializer: nil) }
  }

  /// As Flax's `put_variable`: the entries of a dict are set one by one.
  @Test func dictsAreMerged() throws {
    let scope = scope()
    try scope.putVariable(["a": .leaf(Tensor(1.0)), "b": ["c": .none]], "stats", "s")
    try scope.putVariable(["b": ["d": .leaf(Tensor(2.0))]], "stats", "s")
    let fields = scope.variable("stats", "s")
    #expect(fields?["a"]?.leaf != nil && fields?["b"]?["d"]?.leaf != nil)
    #expect(fields?["b"]?.fields?.keys == ["c", "d"])
  }

  @Test func streamsFallBackToParams() throws {
    let scope = scope()
    #expect(!scope.hasStream("noise") && scope.hasStream("params"))
    _ = try scope.makeRNG("noise")
    let none = Scope(variables: [:], streams: [:], mutable: .none)
    let error = try diagnostic { try none.makeRNG("noise") }
    #expect(error.remedy == .giveKey(stream: "noise"))
    #expect(error.hint == nil)
  }

  @Test func allShapesOfATreeAreChecked() throws {
    let value: Tree<Tensor> = ["a": .leaf(Tensor(1.0)), "b": .leaf(Tensor(2.0))]
    let scope = Scope(
      variables: ["params": .init([("p", value)])], streams: [:], mutable: .none)
    let error = try diagnostic { try scope.parameter("p", shapes: [[], [3]]) { _ in .none } }
    #expect(error.path == "params/p/b" && error.expected == "shape (3,)")
  }
}
