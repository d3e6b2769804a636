import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Testing

@testable import FlaxNames
@testable import ModelConfig

/// Names of fields, modules and inputs in configs: any name may be used where Flax takes it.
struct NameTests {
  /// What tracing `init` of a config gives.
  private func trace(_ config: String, method: String = "__call__") throws -> TracedCall {
    let description = try ModelDescription(config, file: "c.yaml")
    let binding = try CallBinding(
      description, method: method, given: [], sizes: NamedSizes(), missing: .zeros)
    var call = ModuleCall(arguments: binding.arguments)
    call.method = method
    call.streams = ["params"]
    call.mutable = .all
    call.isInitializing = true
    return try call.trace(description.module)
  }

  private func paths(_ config: String) throws -> [String] {
    try trace(config).variables.leavesWithPaths.map(\.path.slashed)
  }

  // MARK: Fields

  /// The numbers are the fields': the result's size tells them.
  @Test(arguments: ["scan", "vmap", "remat", "jit", "rnn", "bidirectional", "map_variables", "map"])
  func fieldsAreNamedLikeLifts(_ name: String) throws {
    let config = """
      modules:
        Wide:
          fields: {\(name): 1}
          call: {args: [x], body: 'return jnp.ones(self.\(name)) * x'}
      inputs: {x: 'float32[]'}
      model: {type: Wide, \(name): 3}
      """
    #expect(try trace(config).result == .leaf(ArrayType(.float32, [3])))
  }

  @Test func aMapWithTheNameOfALiftIsAValue() throws {
    let config = """
      modules:
        Wide:
          fields: {options: {scan: 4, remat: false}}
          call: {args: [x], body: "return jnp.ones(self.options['scan']) * x"}
      inputs: {x: 'float32[]'}
      model: {type: Wide}
      """
    #expect(try trace(config).result == .leaf(ArrayType(.float32, [4])))
  }

  // MARK: Modules

  @Test(arguments: [
    ("type: Dense, name: head, features: 3", "head"), ("type: Dense, name: '0', features: 3", "0"),
    ("type: Dense, name: null, features: 3", "Dense_0"),
    ("remat: {name: layers, module: {type: Dense, features: 3}}", "layers"),
    ("remat: {module: {type: Dense, features: 3, name: layers}}", "layers"),
    ("remat: {module: {type: Dense, features: 3}}", "CheckpointDense_0"),
  ])
  func modulesHaveNames(_ model: String, _ name: String) throws {
    let config = "parent: Net\ninputs: {inputs: 'float32[2]'}\nmodel: {\(model)}"
    #expect(try paths(config) == ["params/\(name)/bias", "params/\(name)/kernel"])
  }

  /// Flax: `nn.RNN(nn.SimpleCell(3, name='0'), name='run')` in a compact method has `params/0`.
  @Test func modulesInFieldsHaveNames() throws {
    let config = """
      parent: Net
      inputs: {inputs: 'float32[1, 2, 4]'}
      model: {rnn: {name: run, cell: {type: SimpleCell, features: 3, name: '0'}}}
      """
    #expect(try paths(config).allSatisfy { $0.hasPrefix("params/0/") })
  }

  /// Flax: a module that is made outside of any other has no name.
  @Test func theOutermostModuleHasNoName() throws {
    let config = "inputs: {inputs: 'float32[2]'}\nmodel: {type: Dense, name: head, features: 3}"
    #expect(try paths(config) == ["params/bias", "params/kernel"])
  }

  @Test(arguments: [
    ("{type: Dense, name: 3, features: 3}", "model.name: wrong type"),
    ("{type: Dense, name: '', features: 3}", "model.name: not a name of a module"),
    ("{type: Dense, name: a/b, features: 3}", "model.name: not a name of a module"),
    (
      "{remat: {name: a, module: {type: Dense, features: 3, name: b}}}",
      "model.remat.name: the module has two names"
    ),
  ])
  func wrongNamesAreRefused(_ model: String, _ words: String) {
    let error = #expect(throws: Diagnostic.self) {
      try trace("inputs: {inputs: 'float32[2]'}\nmodel: \(model)")
    }
    #expect(error?.description.contains(words) ?? false)
  }

  // MARK: Inputs

  private static let twoMethods = """
    modules:
      Net:
        methods:
          __call__: {args: [x], body: return x}
          sample: {args: [x, noise], body: 'return x[0] + noise'}
    inputs: {x: 'float32[3]', noise: 'float32[]'}
    model: {type: Net}
    """

  @Test func inputsOfOtherMethodsAreLeftAlone() throws {
    #expect(try trace(Self.twoMethods).result == .leaf(ArrayType(.float32, [3])))
    #expect(try trace(Self.twoMethods, method: "sample").result == .leaf(ArrayType(.float32, [])))
    let description = try ModelDescription(Self.twoMethods, file: "c.yaml")
    #expect(description.dataInputs(method: "__call__") == ["x"])
    #expect(description.dataInputs(method: "sample") == ["x", "noise"])
  }

  @Test func inputsOfNoMethodAreRefused() {
    let error = #expect(throws: Diagnostic.self) {
      try trace(Self.twoMethods.replacing("noise: 'float32", with: "nose: 'float32"))
    }
    #expect(error?.problem == "the model has no argument for the input 'nose'")
  }

  /// One that is given all the same has no place to go.
  @Test func givenInputsOfOtherMethodsAreRefused() throws {
    let description = try ModelDescription(Self.twoMethods, file: "c.yaml")
    let x = NDArray([Float](repeating: 0, count: 3), shape: [3])
    let error = #expect(throws: Diagnostic.self) {
      try CallBinding(
        description, method: "__call__",
        given: [("x", .leaf(x)), ("noise", .leaf(NDArray(Float(1))))], sizes: NamedSizes(),
        missing: .defaults)
    }
    #expect(error?.problem == "the model has no argument for the input 'noise'")
  }
}

extension String {
  fileprivate func replacing(_ part: String, with other: String) -> String {
    split(separator: part, omittingEmptySubsequences: false).joined(separator: other)
  }
}
