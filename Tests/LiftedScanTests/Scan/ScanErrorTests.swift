import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Testing

/// Each mistake that Flax catches, and what it is silent about.
struct ScanErrorTests {
  private func step(
    _ body: @escaping (BoundModule, [Value]) throws -> Value
  ) -> TestModule { TestModule(call: body) }

  private let identity = TestModule { _, arguments in .tuple([arguments[0], .none]) }

  // MARK: The carry

  @Test func allPartsOfTheCarryThatDifferAreListed() throws {
    let changing = step { _, arguments in
      let (c, h) = (arguments[0].elements?[0] ?? .none, arguments[0].elements?[1] ?? .none)
      let carry = Value.tuple([
        .tensor(try c.tensor().reduced(.sum, axes: [0])),
        .tensor(try h.tensor().converted(to: .int32)),
      ])
      return .tuple([carry, .none])
    }
    let error = try diagnostic {
      try run(
        LiftedModule(changing, shared.with { $0.length = 2 }),
        [.tuple([zeros([3]), zeros([2])])])
    }
    #expect(
      error.details == [
        "carry[0]: goes in as float32[3], comes out as float32[]",
        "carry[1]: goes in as float32[2], comes out as int32[2]",
      ])
  }

  @Test func aCarryOfAnotherStructureIsListedWithItsTypes() throws {
    let changing = step { _, arguments in
      let fields: Value = .dict(
        .init([("a", arguments[0]["a"] ?? .none), ("c", .float(1))]))
      return .tuple([fields, .none])
    }
    let error = try diagnostic {
      try run(
        LiftedModule(changing, shared.with { $0.length = 2 }),
        [["a": zeros([3]), "b": zeros([2])]])
    }
    #expect(error.problem.contains("same structure"))
    #expect(
      error.details == [
        "carry.b: goes in as float32[2], doesn't come out",
        "carry.c: doesn't go in, comes out as float32[]",
      ])
  }

  @Test func aTupleForAListIsAnotherStructure() throws {
    let changing = step { _, arguments in
      .tuple([.list(arguments[0].elements ?? []), .none])
    }
    let error = try diagnostic {
      try run(LiftedModule(changing, shared.with { $0.length = 1 }), [.tuple([zeros([1])])])
    }
    #expect(error.details == ["carry: goes in as a tuple of 1, comes out as a list of 1"])
  }

  @Test func carriedVariablesMustBeMadeBeforeTheScan() throws {
    let making = step { module, arguments in
      _ = try module.variable("stats", "n") { .float(0) }
      return .tuple([arguments[0], .none])
    }
    let settings = ScanSettings().with {
      $0.variableCarry = "stats"
      $0.length = 2
    }
    let error = try diagnostic { try run(LiftedModule(making, settings), [.none]) }
    #expect(error.details == ["stats/n: doesn't go in, comes out as float32[]"])
    #expect(error.hint?.contains("before the scan") == true)
    let fixed = try diagnostic {
      try run(
        LiftedModule(making, settings), [.none], variables: ["stats": ["n": zeros([])]])
    }
    #expect(fixed.remedy == .makeMutable(["stats"]))
  }

  @Test func aBodyReturnsACarryAndAnOutput() throws {
    let error = try diagnostic {
      try run(
        LiftedModule(step { _, arguments in arguments[0] }, shared.with { $0.length = 1 }),
        [zeros([1])])
    }
    #expect(error.hint == "return carry, None if there is no output")
  }

  // MARK: Lengths and axes

  @Test func nothingTellsTheLength() throws {
    let error = try diagnostic { try run(LiftedModule(identity, shared), [zeros([1])]) }
    #expect(error.problem.contains("how many steps"))
  }

  @Test func lengthsDisagree() throws {
    let arguments = try diagnostic {
      try run(LiftedModule(identity, shared), [.none, zeros([3]), zeros([4])])
    }
    #expect(arguments.details == ["x: 3 steps", "y: 4 steps"])
    let given = try diagnostic {
      try run(LiftedModule(identity, shared.with { $0.length = 2 }), [.none, zeros([3])])
    }
    #expect(given.path == "x" && given.expected == "2 steps" && given.got == "3")
    let withParameters = step { module, arguments in
      _ = try module.ones("w", [2])
      return .tuple([arguments[0], .none])
    }
    let variables = try diagnostic {
      try run(
        LiftedModule(withParameters, layered), [.none, zeros([3])],
        variables: ["params": ["w": zeros([4, 2])]])
    }
    #expect(variables.path == "params/w" && variables.expected == "3 along axis 0")
  }

  @Test func axesOutOfRange() throws {
    let place = SourceLocation(file: "c.yaml", line: 3, column: 7)
    let settings = shared.with {
      $0.inAxes = .leaf(.axis(2))
      $0.places["in_axes"] = place
    }
    let input = try diagnostic {
      try run(LiftedModule(identity, settings), [.none, zeros([3, 2])])
    }
    #expect(input.path == "in_axes of x")
    #expect(input.location == place)
    let output = try diagnostic {
      try run(
        LiftedModule(
          step { _, arguments in .tuple([arguments[0], arguments[1]]) },
          shared.with { $0.outAxes = .leaf(.axis(-3)) }),
        [.none, zeros([3, 2])])
    }
    #expect(output.path == "out_axes of ys")
    let variable = try diagnostic {
      try run(
        LiftedModule(
          step { module, arguments in
            _ = try module.ones("w", [2])
            return .tuple([arguments[0], .none])
          }, layered.with { $0.variableAxes = [("params", .init(input: 2, output: 2))] }),
        [.none, zeros([3])])
    }
    #expect(variable.path == "params/w")
  }

  @Test func treesOfAxesMustFit() throws {
    let tooMany = shared.with { $0.inAxes = .tuple([.leaf(.axis(0)), .leaf(.axis(0))]) }
    let input = try diagnostic { try run(LiftedModule(identity, tooMany), [.none, zeros([3])]) }
    #expect(input.problem.contains("in_axes"))
    let output = try diagnostic {
      try run(
        LiftedModule(
          step { _, arguments in .tuple([arguments[0], arguments[1]]) },
          shared.with { $0.outAxes = ["a": .leaf(.axis(0))] }),
        [.none, zeros([3])])
    }
    #expect(output.problem.contains("out_axes"))
  }

  @Test func onlyArraysCanBeScanned() throws {
    let net = TestModule("Net") { module, _ in
      try module.child(LiftedModule(identity, shared))(.none, .string("fast"))
    }
    let error = try diagnostic { try run(net, []) }
    #expect(error.path == "x" && error.got == "the string 'fast'")
    #expect(error.hint?.contains("broadcast") == true)
  }

  @Test func argumentsComeByPosition() throws {
    let without = TestModule("Net") { module, _ in
      try module.child(LiftedModule(identity, shared)).call("__call__", Arguments())
    }
    #expect(try diagnostic { try run(without, []) }.problem.contains("first argument is the carry"))
  }

  // MARK: Broadcast values

  @Test func broadcastVariablesMustNotDependOnTheLoop() throws {
    let dependent = step { module, arguments in
      _ = try module.variable("cache", "last") { arguments[1] }
      return .tuple([arguments[0], .none])
    }
    let settings = ScanSettings().with { $0.variableBroadcast = "cache" }
    let error = try diagnostic { try run(LiftedModule(dependent, settings), [.none, zeros([3])]) }
    #expect(error.details == ["cache/last: depends on the loop"])
    let dense = step { module, arguments in
      .tuple([try module.dense(2, arguments[0]), .none])
    }
    let split = try diagnostic {
      try run(
        LiftedModule(
          dense,
          shared.with {
            $0.splitRNGs = [("params", true)]
            $0.length = 2
          }), [zeros([1, 2])])
    }
    #expect(split.details == ["params/Dense_0/kernel: depends on the loop"])
    #expect(split.hint?.contains("split_rngs: {params: false}") == true)
  }

  @Test func broadcastOutputsMustNotDependOnTheLoop() throws {
    let module = step { _, arguments in .tuple([arguments[0], arguments[1]]) }
    let settings = ScanSettings().with { $0.outAxes = .leaf(.broadcast) }
    let error = try diagnostic { try run(LiftedModule(module, settings), [.none, zeros([3])]) }
    #expect(error.details == ["ys: depends on the loop"])
    let unchecked = try diagnostic {
      try run(
        LiftedModule(module, settings.with { $0.checksConstancy = false }), [.none, zeros([3])])
    }
    #expect(unchecked.problem.contains("check_constancy_invariants"))
  }

  @Test func aVariableFromOutsideCannotBeChangedInside() throws {
    let net = TestModule("Net") { outer, arguments in
      let count = try outer.variable("state", "count") { .tensor(Tensor(0)) }
      let body = step { _, arguments in
        try count.set(.tensor(Tensor(1)))
        return .tuple([arguments[0], .none])
      }
      return try outer.child(LiftedModule(body, shared.with { $0.length = 2 }))(arguments[0])
    }
    let error = try diagnostic { try run(net, [zeros([1, 2])]) }
    #expect(error.problem.contains("outside a lifted call"))
    #expect(error.path == "/")
  }

  @Test func aVariableFromOutsideCannotBeMadeOfWhatIsInside() throws {
    let net = TestModule("Net") { outer, arguments in
      let body = step { _, arguments in
        _ = try outer.variable("state", "first") { arguments[0] }
        return .tuple([arguments[0], .none])
      }
      return try outer.child(LiftedModule(body, shared.with { $0.length = 2 }))(arguments[0])
    }
    let error = try diagnostic { try run(net, [zeros([1, 2])]) }
    #expect(error.problem.contains("outside a lifted call"))
  }

  // MARK: Variables and streams

  @Test func parametersThatAreNotLifted() throws {
    let dense = step { module, arguments in
      .tuple([try module.dense(2, arguments[0]), .none])
    }
    let settings = ScanSettings().with {
      $0.length = 2
      $0.splitRNGs = [("params", false)]
    }
    let made = try diagnostic { try run(LiftedModule(dense, settings), [zeros([1, 2])]) }
    #expect(made.path == "params/Dense_0/kernel")
    #expect(made.hint?.contains("lift 'params'") == true)
    let variables: Tree<NDArray> = [
      "params": ["Dense_0": ["kernel": zeros([2, 2]), "bias": zeros([2])]]
    ]
    let applied = try diagnostic {
      try run(LiftedModule(dense, settings), [zeros([1, 2])], variables: variables)
    }
    #expect(applied.hint?.contains("lift 'params'") == true)
  }

  @Test func streamsThatAreNotLifted() throws {
    let dense = step { module, arguments in
      .tuple([try module.dense(2, arguments[0]), .none])
    }
    let settings = ScanSettings().with {
      $0.length = 2
      $0.variableBroadcast = "params"
    }
    let error = try diagnostic { try run(LiftedModule(dense, settings), [zeros([1, 2])]) }
    #expect(error.problem.contains("'params'"))
    #expect(error.hint?.contains("split_rngs") == true)
    let noisy = step { module, arguments in
      .tuple([arguments[0], .tensor(try module.scope.makeRNG("dropout").uniform([]))])
    }
    let fallen = try run(
      LiftedModule(noisy, shared.with { $0.length = 2 }), [.none],
      streams: ["params": 0, "dropout": 1])
    #expect(fallen.traced.warnings.contains { $0.contains("in place of 'dropout'") })
  }

  @Test func parametersOfAnotherShape() throws {
    let dense = step { module, arguments in
      .tuple([try module.dense(2, arguments[0]), .none])
    }
    let variables: Tree<NDArray> = [
      "params": ["Dense_0": ["kernel": zeros([3, 2]), "bias": zeros([2])]]
    ]
    let error = try diagnostic {
      try run(
        LiftedModule(dense, shared.with { $0.length = 2 }), [zeros([1, 2])], variables: variables)
    }
    #expect(error.path == "params/Dense_0/kernel")
    #expect(error.expected == "shape (2, 2)" && error.got == "shape (3, 2)")
  }

  @Test func missingParameters() throws {
    let dense = TestModule("Net") { module, arguments in try module.dense(2, arguments[0]) }
    let none = try diagnostic { try run(dense, [zeros([1, 2])], variables: .dict(.init())) }
    #expect(none.remedy == .giveVariables(collection: "params"))
    let other = try diagnostic {
      try run(
        dense, [zeros([1, 2])], variables: ["params": ["Dense_0": ["kernl": zeros([2, 2])]]])
    }
    #expect(other.hint == "did you mean 'kernl'?")
  }

  @Test func paramsInsideParams() throws {
    let dense = TestModule("Net") { module, arguments in try module.dense(2, arguments[0]) }
    let error = try diagnostic {
      try run(
        dense, [zeros([1, 2])], variables: ["params": ["params": ["Dense_0": zeros([2])]]])
    }
    #expect(error.path == "params/params")
  }

  // MARK: Warnings

  @Test func aSownValueThatNobodyLifts() throws {
    let sowing = step { module, arguments in
      try module.sow("losses", "l", arguments[0])
      return .tuple([arguments[0], .none])
    }
    let made = try run(LiftedModule(sowing, shared.with { $0.length = 2 }), [zeros([1])])
    #expect(
      made.traced.warnings == [
        "losses/l is lost: 'losses' isn't lifted; add variable_axes: {losses: 0} to keep the values"
          + " of all steps"
      ])
    // Outside of scans, nothing is said of a collection that isn't asked for.
    let plain = try run(
      TestModule { module, arguments in
        try module.sow("losses", "l", arguments[0])
        return arguments[0]
      }, [zeros([1])], variables: .dict(.init()))
    #expect(plain.traced.warnings.isEmpty)
  }

  @Test func parametersMadeWithoutTheCheckAreLost() throws {
    let dense = step { module, arguments in
      .tuple([try module.dense(2, arguments[0]), .none])
    }
    let settings = shared.with {
      $0.length = 2
      $0.checksConstancy = false
    }
    let made = try run(LiftedModule(dense, settings), [zeros([1, 2])])
    #expect(made.shapes.isEmpty)
    #expect(made.traced.warnings.count == 2)
    #expect(made.traced.warnings.allSatisfy { $0.contains("is lost") })
  }
}
