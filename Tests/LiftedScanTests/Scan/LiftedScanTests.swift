import Arrays
import LiftedScan
import ProgramIR
import Testing

/// The three kinds of values and the two kinds of streams, in tiny models.
struct LiftedScanTests {
  /// carry + x, and the carry times a parameter.
  private let step = TestModule { module, arguments in
    let carry = try arguments[0].tensor() + arguments[1].tensor()
    let w = try module.ones("w", [2])
    return .tuple([.tensor(carry), .tensor(try carry * w)])
  }

  @Test func carriesAndStacks() throws {
    let scan = LiftedModule(step, shared)
    let made = try run(scan, [zeros([2]), array([1, 2, 3, 4, 5, 6], [3, 2])])
    #expect(made.shapes == ["params/w": [2]])
    #expect(try made.part(0) == [9, 12])
    #expect(try made.part(1) == [1, 2, 4, 6, 9, 12])
  }

  @Test func reversedGoesFromTheLastStep() throws {
    let scan = LiftedModule(step, shared.with { $0.isReversed = true })
    let made = try run(scan, [zeros([2]), array([1, 2, 3, 4, 5, 6], [3, 2])])
    #expect(try made.part(0) == [9, 12])
    #expect(try made.part(1) == [9, 12, 8, 10, 5, 6])
  }

  @Test func scannedParametersHaveASliceForEachStep() throws {
    let settings = layered.with { $0.variableAxes = [("params", .init(input: -1, output: -1))] }
    let made = try run(LiftedModule(step, settings), [zeros([2]), zeros([3, 2])])
    #expect(made.shapes == ["params/w": [2, 3]])
    let applied = try run(
      LiftedModule(step, settings), [array([1, 1], [2]), zeros([3, 2])],
      variables: ["params": ["w": array([1, 2, 3, 4, 5, 6], [2, 3])]])
    #expect(try applied.part(1) == [1, 4, 2, 5, 3, 6])
  }

  @Test func splitStreamsDrawOtherNumbersForEachStep() throws {
    let noisy = TestModule { module, arguments in
      .tuple([arguments[0], .tensor(try module.scope.makeRNG("noise").uniform([]))])
    }
    func draws(_ isSplit: Bool, reversed: Bool = false) throws -> [Float] {
      var settings = ScanSettings()
      settings.splitRNGs = [("noise", isSplit)]
      settings.length = 3
      settings.isReversed = reversed
      let streams = ["params": 0, "noise": 1]
      return try run(LiftedModule(noisy, settings), [.none], streams: streams).part(1)
    }
    #expect(try Set(draws(false)).count == 1)
    #expect(try Set(draws(true)).count == 3)
    #expect(try draws(true) == draws(true, reversed: true))
  }

  @Test func carriedVariablesGoFromStepToStep() throws {
    let counter = TestModule { module, _ in
      let count = try module.variable("counter", "i") { .tensor(Tensor(NDArray(Float(0)))) }
      let scan = try module.child(
        LiftedModule(
          TestModule { inner, arguments in
            let outer = try #require(arguments[1].variable)
            try outer.set(.tensor(outer.value().tensor() + Tensor(1.0)))
            return .tuple([.none, try outer.value()])
          },
          ScanSettings().with {
            $0.variableCarry = "counter"
            $0.length = 4
            $0.inAxes = .leaf(.broadcast)
          }))
      return try scan(.none, .leaf(.variable(count)))
    }
    let made = try run(counter, [])
    #expect(try made.variable("counter/i") == [4])
    #expect(try made.part(1) == [1, 2, 3, 4])
  }

  @Test func firstMatchingFilterTakesACollection() throws {
    let settings = ScanSettings().with {
      $0.variableBroadcast = "params"
      $0.variableAxes = [(.all, .init(input: 1, output: 1)), ("stats", .init(input: 0, output: 0))]
      $0.splitRNGs = [(.allExcept(["noise"]), false)]
    }
    let module = TestModule { module, arguments in
      _ = try module.ones("w", [2])
      _ = try module.variable("stats", "s") { arguments[1] }
      return .tuple([arguments[0], .none])
    }
    let made = try run(LiftedModule(module, settings), [.none, zeros([3, 2])])
    #expect(made.shapes == ["params/w": [2], "stats/s": [2, 3]])
  }

  @Test func collectionsThatOnlyGoInCannotChangeAndThatOnlyGoOutAreNotSeen() throws {
    let settings = ScanSettings().with {
      $0.variableAxes = [
        ("table", .init(input: 0, output: nil)), ("log", .init(input: nil, output: 0)),
      ]
    }
    let module = TestModule { module, arguments in
      let table = try module.variable("table", "t", initializer: nil)
      #expect(module.scope.variable("log", "l") == nil)
      try module.sow("log", "l", try table.value())
      return .tuple([arguments[0], try table.value()])
    }
    let applied = try run(
      LiftedModule(module, settings), [.none, zeros([2])],
      variables: ["table": ["t": array([3, 4], [2])], "log": ["l": array([7, 8], [2])]],
      mutable: .all)
    #expect(try applied.part(1) == [3, 4])
    #expect(try applied.variable("log/l/0") == [3, 4])
    let changing = TestModule { module, arguments in
      try module.variable("table", "t", initializer: nil).set(.float(1))
      return .tuple([arguments[0], .none])
    }
    let error = try diagnostic {
      try run(
        LiftedModule(changing, settings), [.none, zeros([2])],
        variables: ["table": ["t": array([3, 4], [2])]], mutable: .all)
    }
    #expect(error.problem.contains("isn't mutable"))
    #expect(error.hint?.contains("lift 'table' into the scan") == true)
  }

  @Test func parametersCountBothTraces() throws {
    func kernel(_ settings: ScanSettings) throws -> [Float] {
      let module = TestModule { module, arguments in
        .tuple([try module.dense(2, arguments[0]), .none])
      }
      return try run(
        LiftedModule(module, settings.with { $0.length = 1 }), [zeros([1, 2])]
      ).variable("params/Dense_0/kernel")
    }
    // Flax draws the kernel of the second trace with counter 3, of the only one with counter 1.
    let checked = try kernel(layered)
    let unchecked = try kernel(layered.with { $0.checksConstancy = false })
    #expect(checked != unchecked)
  }

  @Test func dataTransformSeesVariablesAndKeys() throws {
    let settings = layered.with {
      $0.length = 2
      $0.dataTransform = DataTransform { data in
        for scope in data.variables[2].indices {
          for (name, fields) in data.variables[2][scope] {
            data.variables[2][scope][name] = try Tree.dict(fields).map { try $0 * Tensor(10.0) }
              .fields
          }
        }
        #expect(data.keys[0][0].keys.sorted() == ["params"])
      }
    }
    let applied = try run(
      LiftedModule(step, settings.with { $0.inAxes = .leaf(.broadcast) }),
      [array([1, 1], [2]), zeros([2])],
      variables: ["params": ["w": array([1, 2, 3, 4], [2, 2])]])
    #expect(try applied.part(1) == [10, 20, 30, 40])
  }

  @Test func weakCarriesTakeTheTypeOfTheResult() throws {
    let module = TestModule { _, arguments in
      .tuple([.tensor(try arguments[0].tensor() + arguments[1].tensor()), .none])
    }
    let parent = TestModule("Net") { module_, arguments in
      try module_.child(LiftedModule(module, ScanSettings()))(.int(0), arguments[0])
    }
    let applied = try run(parent, [array([1, 2.5], [2])], variables: .dict(.init()))
    #expect(try applied.part(0) == [3.5])
  }

  @Test func noStepsGiveTheFirstCarryAndAWarning() throws {
    let made = try run(LiftedModule(step, shared), [array([5, 6], [2]), zeros([0, 2])])
    #expect(try made.part(0) == [5, 6])
    #expect(try made.part(1) == [])
    #expect(made.traced.warnings.contains { $0.contains("scans over nothing") })
  }

  @Test func nestedScansStackNestedAxes() throws {
    let layer = TestModule("Layer") { module, arguments in
      .tuple([try module.dense(2, arguments[0]), .none])
    }
    let time = TestModule { module, arguments in
      let stack = try module.child(
        LiftedModule(layer, layered.with { $0.length = 3 }), name: "stack")
      let pair = try stack(arguments[0])
      return .tuple([pair.elements?[0] ?? .none, .none])
    }
    let made = try run(LiftedModule(time, shared.with { $0.length = 5 }), [zeros([1, 2])])
    #expect(made.shapes["params/stack/Dense_0/kernel"] == [3, 2, 2])
    let both = try run(LiftedModule(time, layered.with { $0.length = 5 }), [zeros([1, 2])])
    #expect(both.shapes["params/stack/Dense_0/kernel"] == [5, 3, 2, 2])
  }

  @Test func oneCellInTwoScansSharesItsParameters() throws {
    let net = TestModule("Net") { module, arguments in
      let dense = try module.child(Dense(features: 2))
      let reference = Value.leaf(.module(ModuleReference(dense.module, bound: dense)))
      let step = TestModule { _, arguments in
        let inner = try #require(arguments[1].module)
        return .tuple([try inner(arguments[0]), .none])
      }
      let settings = shared.with {
        $0.length = 2
        $0.inAxes = .leaf(.broadcast)
      }
      let first = try module.child(LiftedModule(step, settings))(arguments[0], reference)
      return try module.child(LiftedModule(step, settings))(
        first.elements?[0] ?? .none, reference)
    }
    let made = try run(net, [zeros([1, 2])])
    #expect(made.shapes == ["params/Dense_0/kernel": [2, 2], "params/Dense_0/bias": [2]])
  }
}

extension Tree where Leaf == Object {
  /// The variable, if this is one.
  var variable: VariableReference? {
    if case .leaf(.variable(let variable)) = self { variable } else { nil }
  }

  /// The module on its scope, if this is one.
  var module: BoundModule? {
    if case .leaf(.module(let reference)) = self { reference.bound } else { nil }
  }
}
