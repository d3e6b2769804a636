import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Testing

@testable import FlaxNames
@testable import ModelConfig

/// `scan:` and its siblings in configs, and in bodies: what is wrong is said at its place.
struct LiftTests {
  private static let layer = """
    modules:
      Layer:
        call:
          args: [h, x]
          body: |
            return h + Dense(2)(h), None

    """

  /// What tracing `init` of a config of one module and a model gives.
  @discardableResult
  private func trace(_ model: String, modules: String = layer) throws -> TracedCall {
    let text = modules + "inputs:\n  carry: float32[1, 2]\nmodel:\n" + model
    let description = try ModelDescription(text, file: "c.yaml")
    let binding = try CallBinding(
      description, method: "__call__", given: [], sizes: NamedSizes(), missing: .zeros)
    var call = ModuleCall(arguments: binding.arguments)
    call.streams = ["params"]
    call.mutable = .allExcept(["intermediates"])
    call.isInitializing = true
    return try call.trace(description.module)
  }

  private func diagnostic(_ model: String, modules: String = layer) throws -> Diagnostic {
    try #require(throws: Diagnostic.self) { try trace(model, modules: modules) }
  }

  private func scan(_ settings: String) -> String {
    "  scan: {module: Layer, length: 3, \(settings)}\n"
  }

  /// A module with a method of these arguments and this body.
  private func layer(_ arguments: String, _ body: String) -> String {
    "modules:\n  Layer:\n    call:\n      args: [\(arguments)]\n      body: return \(body)\n"
  }

  @Test func argumentsWithoutADefaultMustBeGiven() throws {
    let error = try diagnostic(scan("unroll: 1"), modules: layer("h, x, z", "h, None"))
    #expect(error.problem == "the model needs the argument 'z'")
    try trace(scan("unroll: 1"), modules: layer("h, x, z=None", "h, None"))
  }

  @Test func aScannedMethodOfAnyArgumentsTakesTheCarryFirst() throws {
    let text =
      layer("'*args'", "args[0] + args[1], args[1]")
      + "inputs: {h: 'float32[2]', x: 'float32[5, 2]'}\nmodel: {scan: {module: Layer}}\n"
    let description = try ModelDescription(text, file: "c.yaml")
    #expect(description.carryInput(method: "__call__") == "h")
    #expect(description.dataInputs(method: "__call__") == ["x"])
    let result = Tree<Int>.tuple([.leaf(1), .leaf(2)])
    #expect(description.splitCarry(from: result, method: "__call__").carry?.leaf == 1)
  }

  @Test func aScannedMethodWithoutArgumentsIsAnError() throws {
    let text = "inputs: {}\nmodel: {scan: {module: Layer, length: 3}}\n"
    let description = try ModelDescription(layer("", "1, 2") + text, file: "c.yaml")
    #expect(description.carryInput(method: "__call__") == nil)
    let error = try #require(throws: Diagnostic.self) {
      try ModuleCall(arguments: []).trace(description.module)
    }
    #expect(error.problem.contains("its first argument is the carry"))
  }

  @Test func axesThatDoNotFitAreNamed() throws {
    let error = try diagnostic(scan("out_axes: {b: [0]}"), modules: layer("h, x", "h, dict(b=h)"))
    #expect(error.path == "out_axes.b")
  }

  /// A config has no tuples.
  @Test(arguments: ["[h, 2 * h]", "(h, 2 * h)"])
  func listsOfAxesFitListsAndTuples(_ ys: String) throws {
    let traced = try trace(scan("out_axes: [0, 1]"), modules: layer("h, x", "h, \(ys)"))
    #expect(traced.result.leaves.map(\.shape) == [[1, 2], [3, 1, 2], [1, 3, 2]])
  }

  @Test(
    arguments: [
      ("variable_axes: {params: 0}, split_rngs: {params: true}", [3, 2, 2]),
      ("variable_axes: {'true': -1}, split_rngs: {'[params, other]': true}", [2, 2, 3]),
      ("variable_axes: {'{deny: [cache]}': 1}, split_rngs: {'{deny: noise}': true}", [2, 3, 2]),
      ("variable_broadcast: {deny: cache}, split_rngs: {params: false}", [2, 2]),
      ("variable_broadcast: true, split_rngs: {params: false}, unroll: true", [2, 2]),
      ("variable_broadcast: [params, cache], split_rngs: {params: false}, unroll: 0", [2, 2]),
    ] as [(String, [Int])])
  func filtersAndAxes(_ settings: String, _ shape: [Int]) throws {
    let traced = try trace(scan(settings))
    #expect(traced.variables["params"]?["Dense_0"]?["kernel"]?.leaf?.shape == Shape(shape))
  }

  @Test(arguments: [
    ("variable_axes: 0", "model.scan.variable_axes", "variable_axes maps"),
    ("variable_axes: {params: x}", "model.scan.variable_axes", "a collection's axis"),
    ("variable_axes: {params: {in: 0, out: 1}}", "model.scan.variable_axes", "a collection's axis"),
    ("variable_broadcast: 3", "model.scan.variable_broadcast", "a filter is"),
    ("variable_carry: {allow: a}", "model.scan.variable_carry", "a filter is"),
    ("split_rngs: {params: 1}", "model.scan.split_rngs", "must be True or False"),
    ("in_axes: first", "model.scan.in_axes", "an axis is an integer"),
    ("out_axes: [0, 1.5]", "model.scan.out_axes", "an axis is an integer"),
    ("reverse: 1", "model.scan.reverse", "must be True or False"),
    ("unroll: -1", "model.scan.unroll", "unroll is a number"),
    ("metadata_params: {name: x}", "model.scan.metadata_params", "has no key 'name'"),
    ("metadata_params: x", "model.scan.metadata_params", "is a map"),
    ("check_constancy_invariants: 1", "model.scan.check_constancy_invariants", "True or False"),
  ])
  func wrongArgumentsAreErrorsAtTheirPlaces(
    _ settings: String, _ path: String, _ problem: String
  ) throws {
    let error = try diagnostic(scan(settings))
    #expect(error.path == path)
    #expect(error.problem.contains(problem))
    #expect(error.location?.file == "c.yaml")
  }

  @Test func errorsWhileTracingPointAtTheArgument() throws {
    let error = try diagnostic(
      "  scan:\n    module: Layer\n    length: 3\n    variable_axes: {params: 5}\n"
        + "    split_rngs: {params: true}\n")
    #expect(error.location?.text.contains("variable_axes: {params: 5}") == true)
    #expect(error.path?.hasPrefix("params/Dense_0") == true)
  }

  @Test(arguments: [
    ("  scan: {length: 3}\n", "a scan needs the module"),
    ("  scan: {cell: Layer, module: Layer}\n", "not both"),
    ("  remat: {module: Layer, concrete: true}\n", "deprecated"),
    ("  remat: {module: Layer, lengths: 3}\n", "unknown key 'lengths'"),
    ("  remat_scan: {module: Layer, lengths: [-1]}\n", "lengths are"),
    ("  scan: {module: Layer, methods: [steps]}\n", "has no method 'steps'"),
    ("  map_variables: {module: Layer, trans_in_fn: 3}\n", "is a function"),
  ])
  func wrongLiftsAreErrors(_ model: String, _ problem: String) throws {
    #expect(try diagnostic(model).description.contains(problem))
  }

  @Test func liftsComposeInTheOrderTheyAreWritten() throws {
    let model = """
        scan:
          module: {remat: {module: Layer, prevent_cse: false, static_argnums: [1]}}
          length: 3
          variable_axes: {params: 0}
          split_rngs: {params: true}

      """
    let traced = try trace(model.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
    #expect(traced.scans.map(\.name) == ["ScanCheckpointLayer"])
  }

  // MARK: Modules

  private func modules(_ methods: String) -> String {
    "modules:\n  Net:\n    methods:\n"
      + methods.split(separator: "\n").map { "      \($0)\n" }.joined()
  }

  @Test func oneMethodIsCompact() throws {
    let error = try diagnostic(
      "  {type: Net}",
      modules: modules(
        """
        __call__: {args: [carry], body: return carry}
        other: {args: [x], compact: true, body: return x}
        """))
    #expect(error.problem.contains("only one method"))
    #expect(error.got == "__call__, other")
  }

  @Test(arguments: [
    "Dense(2)(carry)", "self.param('w', zeros, (2,))", "self.variable('s', 'v', float)",
  ])
  func partsAreMadeInSetupAndCompactMethods(_ expression: String) throws {
    let error = try diagnostic(
      "  {type: Net}",
      modules: modules(
        """
        __call__: {args: [carry], compact: false, body: "return \(expression)"}
        """))
    #expect(error.problem.contains("can be made in setup"))
    #expect(error.location != nil)
  }

  @Test func axesThatLookLikeABatchAreWarnedOf() throws {
    func warnings(_ axes: String, _ type: String = "float32[B, T, 2]") throws -> [String] {
      let text =
        Self.layer + "inputs:\n  carry: float32[1, 2]\n  xs: \(type)\nmodel:\n"
        + "  scan: {module: Layer, in_axes: \(axes)}\n"
      return try ModelDescription(text, file: "c.yaml").axisWarnings(method: "__call__")
    }
    #expect(
      try warnings("0") == [
        "xs is scanned over its axis 0, 'B', which looks like a batch; in_axes: 1 scans over 'T'"
      ])
    #expect(try warnings("[-3]").count == 1)
    #expect(try warnings("1").isEmpty)
    #expect(try warnings("broadcast").isEmpty)
    #expect(try warnings("0", "float32[N, 4, 2]").isEmpty)
    #expect(try warnings("0", "float32[16, 20, 3]").isEmpty)
  }

  @Test func axesOfScansInsideVmapsAreThoseThatAreLeft() throws {
    func warnings(_ axis: Int, _ type: String) throws -> [String] {
      let text =
        Self.layer + "inputs:\n  carry: float32[B, 1, 2]\n  xs: \(type)\nmodel:\n"
        + "  vmap: {module: {scan: {module: Layer, in_axes: \(axis)}}}\n"
      return try ModelDescription(text, file: "c.yaml").axisWarnings(method: "__call__")
    }
    #expect(try warnings(0, "float32[B, T, 2]").isEmpty)
    #expect(
      try warnings(0, "float32[K, B, T, 2]") == [
        "xs is scanned over its axis 0, 'B', which looks like a batch; in_axes: 1 scans over 'T'"
      ])
  }
}
