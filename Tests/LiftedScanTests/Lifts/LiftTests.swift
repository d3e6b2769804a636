import Arrays
import LiftedScan
import ProgramIR
import Testing

/// `nn.remat`, `nn.jit`, `nn.remat_scan`, `nn.vmap`: what they are called, lift and draw.
struct LiftTests {
  private let layer = TestModule("Layer") { module, arguments in
    try module.dense(2, arguments[0])
  }

  private func net(_ module: any Module) -> TestModule {
    TestModule("Net") { try $0.child(module)($1[0]) }
  }

  @Test func namesAreFlaxs() throws {
    let scan = LiftedModule(layer, ScanSettings())
    #expect(scan.typeName == "ScanLayer")
    #expect(LiftedModule(scan, Remat()).typeName == "CheckpointScanLayer")
    #expect(LiftedModule(layer, Jit()).typeName == "JitLayer")
    #expect(LiftedModule(layer, RematScan(lengths: [2])).typeName == "Remat_scanLayer")
    #expect(LiftedModule(layer, Vmap()).typeName == "VmapLayer")
  }

  @Test func rematChangesNoNumber() throws {
    let plain = try run(net(layer), [array([1, 2], [1, 2])])
    var named = layer
    named.typeName = "CheckpointLayer"
    let reference = try run(net(named), [array([1, 2], [1, 2])])
    let lifted = try run(net(LiftedModule(layer, Remat())), [array([1, 2], [1, 2])])
    let kernel = "params/CheckpointLayer_0/Dense_0/kernel"
    #expect(try lifted.variable(kernel) == reference.variable(kernel))
    #expect(try plain.variable("params/Layer_0/Dense_0/kernel") != lifted.variable(kernel))
  }

  @Test func rematLiftsOnlyWhatItIsTold() throws {
    var remat = Remat()
    remat.variables = "stats"
    let error = try diagnostic { try run(net(LiftedModule(layer, remat)), [zeros([1, 2])]) }
    #expect(error.path == "params/CheckpointLayer_0/Dense_0/kernel")
    var quiet = Remat()
    quiet.rngs = "noise"
    let stream = try diagnostic { try run(net(LiftedModule(layer, quiet)), [zeros([1, 2])]) }
    #expect(stream.problem.contains("'params'"))
  }

  @Test func jitDrawsFromNewStreams() throws {
    var named = layer
    named.typeName = "JitLayer"
    let reference = try run(net(named), [zeros([1, 2])])
    let lifted = try run(net(LiftedModule(layer, Jit())), [zeros([1, 2])])
    let kernel = "params/JitLayer_0/Dense_0/kernel"
    #expect(lifted.shapes == reference.shapes)
    #expect(try lifted.variable(kernel) != reference.variable(kernel))
  }

  @Test func rematScanRepeatsAModuleOnItsResult() throws {
    let scan = LiftedModule(layer, RematScan(lengths: [2, 3]))
    let made = try run(net(scan), [zeros([1, 2])])
    #expect(made.shapes["params/Remat_scanLayer_0/Dense_0/kernel"] == [2, 3, 2, 2])
    let doubling = TestModule("Twice") { _, arguments in
      .tensor(try arguments[0].tensor() * Tensor(2.0))
    }
    let applied = try run(
      LiftedModule(doubling, RematScan(lengths: [2, 2])), [array([1], [1])],
      variables: .dict(.init()))
    #expect(applied.result.leaf?.numbers == [16])
  }

  @Test func rematScanTakesOneArgumentAndALength() throws {
    let two = TestModule("Net") { module, arguments in
      try module.child(LiftedModule(layer, RematScan(lengths: [2])))(arguments[0], arguments[0])
    }
    #expect(try diagnostic { try run(two, [zeros([1, 2])]) }.got == "2 arguments")
    let none = LiftedModule(layer, RematScan(lengths: []))
    #expect(try diagnostic { try run(none, [zeros([1, 2])]) }.path == "lengths")
  }

  @Test func vmapMapsArgumentsVariablesAndStreams() throws {
    var vmap = Vmap()
    vmap.settings.variableAxes = [("params", .init(input: 0, output: 0))]
    vmap.settings.splitRNGs = [("params", true)]
    vmap.settings.inAxes = .leaf(.axis(1))
    vmap.settings.outAxes = .leaf(.axis(-1))
    let made = try run(LiftedModule(layer, vmap), [zeros([4, 3, 5])])
    #expect(made.shapes["params/Dense_0/kernel"] == [3, 5, 2])
    #expect(made.result.leaf?.shape == [4, 2, 3])
    #expect(made.traced.scans.first?.isMap == true)
    vmap.settings.variableAxes = []
    vmap.settings.variableBroadcast = "params"
    vmap.settings.splitRNGs = [("params", false)]
    let sharing = try run(LiftedModule(layer, vmap), [zeros([4, 3, 5])])
    #expect(sharing.shapes["params/Dense_0/kernel"] == [5, 2])
    vmap.settings.splitRNGs = [("params", true)]
    let error = try diagnostic { try run(LiftedModule(layer, vmap), [zeros([4, 3, 5])]) }
    #expect(error.details == ["params/Dense_0/kernel: depends on the loop"])
  }

  @Test func onlyTheNamedMethodsAreLifted() throws {
    let two = TestModule(
      "Two",
      methods: [
        "__call__": { _, arguments in arguments[0] },
        "steps": { _, arguments in
          .tuple([arguments[0], .tensor(try arguments[1].tensor() * Tensor(2.0))])
        },
      ])
    let scan = LiftedModule(two, methods: ["steps": ScanSettings()])
    #expect(scan.method("steps")?.loops.count == 1)
    #expect(scan.method("__call__")?.loops.isEmpty == true && scan.method("other") == nil)
    let plain = try run(scan, [array([1, 2], [2])], variables: .dict(.init()))
    #expect(plain.result.leaf?.numbers == [1, 2])
    let steps = try run(
      scan, [.none, array([1, 2], [2])], variables: .dict(.init()), method: "steps")
    #expect(try steps.part(1) == [2, 4])
  }

  @Test func modulesInFieldsComeAlong() throws {
    let net = TestModule("Net") { module, arguments in
      let dense = try module.child(Dense(features: 2), name: "shared")
      var step = TestModule { module, arguments in
        let inner = try #require(module.module.fieldValues.first?.module)
        return .tuple([try inner(arguments[0]), .none])
      }
      step.fieldValues = [.leaf(.module(ModuleReference(dense.module, bound: dense)))]
      return try module.child(LiftedModule(step, shared.with { $0.length = 2 }))(arguments[0])
    }
    let made = try run(net, [zeros([1, 2])])
    #expect(made.shapes == ["params/shared/kernel": [2, 2], "params/shared/bias": [2]])
  }
}
