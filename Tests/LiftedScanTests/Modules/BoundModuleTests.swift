import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Testing

struct BoundModuleTests {
  @Test func submodulesAreNumberedByType() throws {
    let net = TestModule("Net") { module, arguments in
      let first = try module.dense(2, arguments[0])
      let second = try module.dense(2, first, name: "named")
      return try module.dense(2, second)
    }
    let made = try run(net, [zeros([1, 2])])
    #expect(
      made.variables["params"]?.fields?.keys.sorted() == ["Dense_0", "Dense_1", "named"])
  }

  @Test func anotherCallUsesTheSameVariables() throws {
    let net = TestModule("Net") { module, arguments in
      let dense = try module.child(Dense(features: 2))
      return try dense(dense(arguments[0]))
    }
    #expect(try run(net, [zeros([1, 2])]).shapes.count == 2)
  }

  @Test func sownValuesMakeATuple() throws {
    let net = TestModule("Net") { module, arguments in
      try module.sow("log", "h", .float(1))
      try module.sow("log", "h", .float(2))
      return arguments[0]
    }
    let made = try run(net, [zeros([1])])
    #expect(try made.variable("log/h/0") == [1] && made.variable("log/h/1") == [2])
    // A file holds the tuple as a dict with the keys 0 and 1.
    let applied = try run(
      net, [zeros([1])],
      variables: ["log": ["h": ["0": array([1], []), "1": array([2], [])]]], mutable: "log")
    #expect(applied.shapes.keys.sorted() == ["log/h/0", "log/h/1", "log/h/2", "log/h/3"])
    let other = try diagnostic {
      try run(net, [zeros([1])], variables: ["log": ["h": zeros([])]], mutable: "log")
    }
    #expect(other.hint == "give sow a reduce_fn")
  }

  @Test func sownValuesCanBeReduced() throws {
    let net = TestModule("Net") { module, arguments in
      for value in [1.0, 2.0] {
        let wasKept = try module.sow(
          "log", "sum", .float(value), initial: { .float(10) },
          reduce: { .tensor(try $0.tensor() + $1.tensor()) })
        #expect(wasKept)
      }
      #expect(try !module.sow("intermediates", "h", .float(1)))
      return arguments[0]
    }
    #expect(try run(net, [zeros([1])]).variable("log/sum") == [13])
  }

  @Test func perturbationsAreAdded() throws {
    let net = TestModule("Net") { module, arguments in
      try module.perturb("h", arguments[0])
    }
    let made = try run(net, [array([1, 2], [2])])
    #expect(try made.variable("perturbations/h") == [0, 0])
    let applied = try run(
      net, [array([1, 2], [2])], variables: ["perturbations": ["h": array([3, 4], [2])]])
    #expect(applied.result.leaf?.numbers == [4, 6])
    let without = try run(net, [array([1, 2], [2])], variables: .dict(.init()))
    #expect(without.result.leaf?.numbers == [1, 2])
    let other = try diagnostic {
      try run(net, [array([1, 2], [2])], variables: ["perturbations": ["g": zeros([2])]])
    }
    #expect(other.path == "perturbations/h")
  }

  @Test func sharedScopesHoldTheVariablesOfBoth() throws {
    func adapter(_ base: @escaping (BoundModule) throws -> BoundModule) -> TestModule {
      TestModule("Adapter") { module, arguments in
        let base = try base(module)
        try module.shareScope(with: base)
        _ = try module.ones("a", [2])
        return try base(arguments[0])
      }
    }
    let inner = TestModule("Net") { module, arguments in
      try module.child(adapter { try $0.child(Dense(features: 2), name: "base") })(arguments[0])
    }
    #expect(
      try run(inner, [zeros([1, 2])]).variables["params"]?["Adapter_0"]?.fields?.keys.sorted()
        == ["a", "bias", "kernel"])
    let outer = TestModule("Net") { module, arguments in
      let dense = try module.child(Dense(features: 2))
      return try module.child(adapter { _ in dense })(arguments[0])
    }
    #expect(
      try run(outer, [zeros([1, 2])]).variables["params"]?["Dense_0"]?.fields?.keys.sorted()
        == ["a", "bias", "kernel"])
  }

  @Test func endlessRecursionIsAnError() throws {
    func recursive(_ module: BoundModule, _ arguments: [Value]) throws -> Value {
      try module.child(TestModule("Again", call: recursive))(arguments[0])
    }
    let error = try diagnostic { try run(TestModule("Again", call: recursive), [zeros([1])]) }
    #expect(error.problem.contains("levels deep"))
  }

  @Test func variablesAreReadAndSet() throws {
    let net = TestModule("Net") { module, arguments in
      let variable = try module.variable("stats", "n") { .float(1) }
      #expect(variable.name == "n")
      try variable.set(.tensor(variable.value().tensor() + Tensor(1.0)))
      return try variable.value()
    }
    #expect(try run(net, [zeros([1])]).result.leaf?.numbers == [2])
  }
}
