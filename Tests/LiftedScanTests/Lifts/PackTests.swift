import Arrays
import LiftedScan
import ProgramIR
import Testing

/// One mechanism for all lifts: lifts around a scan, and what they hand on.
struct PackTests {
  /// carry + w * x, which is counted; the carry with noise.
  private let step = TestModule { module, arguments in
    let w = try module.ones("w", [2])
    let count = try module.variable("stats", "n") { .float(0) }
    if module.scope.mutable.contains("stats") {
      try count.set(.tensor(count.value().tensor() + Tensor(1.0)))
    }
    let carry = try arguments[0].tensor() + arguments[1].tensor() * w
    let noise = try module.scope.makeRNG("noise").uniform([2])
    return .tuple([.tensor(carry), .tensor(try carry + noise)])
  }

  private var scan: LiftedModule {
    LiftedModule(
      step,
      shared.with {
        $0.variableAxes = [("stats", .init(input: 0, output: 0))]
        $0.splitRNGs = [("params", false), ("noise", true)]
      })
  }

  private let inputs = [zeros([2]), array([1, 2, 3, 4, 5, 6], [3, 2])]
  private let known: Tree<NDArray> = [
    "params": ["w": array([1, 2], [2])], "stats": ["n": array([1, 2, 3], [3])],
  ]

  private func apply(_ module: any Module) throws -> Outcome {
    try run(
      module, inputs, variables: known, streams: ["params": 0, "noise": 1], mutable: "stats")
  }

  @Test func liftsAroundAScanChangeNothingButStreams() throws {
    let plain = try apply(scan)
    #expect(try plain.part(0) == [9, 24])
    var map = MapVariables()
    map.mappedCollections = "params"
    let lifted = [
      LiftedModule(scan, Remat()), LiftedModule(scan, StaticRemat()),
      LiftedModule(scan, map), LiftedModule(LiftedModule(scan, Remat()), Remat()),
    ]
    for module in lifted {
      let outcome = try apply(module)
      #expect(try outcome.part(0) == plain.part(0) && outcome.part(1) == plain.part(1))
      #expect(try outcome.variable("stats/n") == [2, 3, 4])
    }
  }

  @Test func forkedStreamsAreTheNextKeysOfTheModules() throws {
    let plain = try apply(scan)
    let jit = try apply(LiftedModule(scan, Jit()))
    let fold = try apply(LiftedModule(scan, FoldRNGs()))
    #expect(try jit.part(0) == plain.part(0) && jit.variable("stats/n") == [2, 3, 4])
    #expect(try jit.part(1) != plain.part(1) && jit.part(1) == fold.part(1))
  }

  @Test func variablesThatAreNotLiftedAreMissedWithAHint() throws {
    var remat = Remat()
    remat.variables = "stats"
    let error = try diagnostic { try apply(LiftedModule(scan, remat)) }
    #expect(error.path == "params/w")
    #expect(error.hint == "name 'params' in variables=, which says what is lifted")
    let unlifted = LiftedModule(
      step, ScanSettings().with { $0.variableBroadcast = "params" })
    #expect(
      try diagnostic { try apply(unlifted) }.hint
        == "lift 'stats' into the scan with variable_axes, variable_broadcast or variable_carry")
  }

  @Test func variablesThatAreFixedInsideCannotBeChanged() throws {
    let changing = TestModule { module, arguments in
      try module.scope.putVariable(.leaf(Tensor(1.0)), "stats", "n")
      return arguments[0]
    }
    var lift = MapVariables()
    lift.mappedCollections = "stats"
    let error = try diagnostic { try apply(LiftedModule(changing, lift)) }
    #expect(error.problem.contains("can't be changed"))
    #expect(error.hint?.contains("mutable=True") == true)
  }

  @Test func loopsDropArgumentsByNameWithAWarning() throws {
    let module = TestModule { _, arguments in
      .tuple([arguments[0], .tensor(try arguments[1].tensor() * Tensor(2.0))])
    }
    let named = TestModule { outer, arguments in
      try outer.child(LiftedModule(module, shared)).call(
        "__call__", Arguments([arguments[0], arguments[1]], keywords: [("flag", arguments[1])]))
    }
    let outcome = try apply(named)
    #expect(try outcome.part(1) == [2, 4, 6, 8, 10, 12])
    #expect(outcome.traced.warnings.count == 1)
    #expect(outcome.traced.warnings.first?.contains("flag= is ignored, as in Flax") == true)
  }
}
