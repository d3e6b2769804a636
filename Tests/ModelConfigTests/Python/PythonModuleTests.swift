import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Testing

@testable import FlaxNames
@testable import ModelConfig

/// Modules of files of Python: what they have, as `flax.linen` 0.12 makes it.
struct PythonModuleTests {
  /// What tracing `init` of a model of a file gives.
  private func trace(
    _ model: String, inputs: String, files: [String: String]
  ) throws -> TracedCall {
    let text = "python: net.py\ninputs: {\(inputs)}\nmodel: {python: \"\(model)\"}\n"
    let description = try ModelDescription(text, file: "c.yaml", readSource: { files[$0] })
    let binding = try CallBinding(
      description, method: "__call__", given: [], sizes: NamedSizes(), missing: .zeros)
    var call = ModuleCall(arguments: binding.arguments)
    call.streams = ["params"]
    call.mutable = .allExcept(["intermediates"])
    call.isInitializing = true
    return try call.trace(description.module)
  }

  private func variables(
    _ model: String, inputs: String = "x: 'float32[2, 3]'", _ source: String
  ) throws -> [String] {
    try trace(model, inputs: inputs, files: ["net.py": source]).variables
      .leavesInOrderWithPaths.map(\.path.slashed)
  }

  @Test func aPushedScopeIsThePlaceOfModules() throws {
    let source = """
      from flax import linen as nn
      class Block(nn.Module):
        @nn.compact
        def __call__(self, x):
          return nn.Dense(3, use_bias=False)(x)
      class Net(nn.Module):
        @nn.compact
        def __call__(self, x):
          layers = self.scope.push('layers')
          for block in [Block(parent=layers.push(str(i))) for i in range(2)]:
            x = block(x)
          return x
      """
    #expect(
      try variables("Net()", source) == [
        "params/layers/0/Dense_0/kernel", "params/layers/1/Dense_0/kernel",
      ])
  }

  @Test func aNameIsPushedOnce() throws {
    let source = """
      from flax import linen as nn
      class Net(nn.Module):
        @nn.compact
        def __call__(self, x):
          self.scope.push('layers')
          self.scope.push('layers')
          return x
      """
    let error = try #require(throws: Diagnostic.self) { try variables("Net()", source) }
    #expect(error.problem == "the name 'layers' is used twice")
  }

  @Test func cellsInheritFromRNNCellBase() throws {
    let source = """
      import jax.numpy as jnp
      from flax import linen as nn
      class Cell(nn.RNNCellBase):
        features: int
        @nn.compact
        def __call__(self, carry, x):
          h = nn.Dense(self.features, use_bias=False, name='d')(x) + carry
          return h, h
        @nn.nowrap
        def initialize_carry(self, rng, input_shape):
          return jnp.zeros(input_shape[:-1] + (self.features,))
        @property
        def num_feature_axes(self):
          return 1
      """
    let model = "nn.RNN(Cell(4))"
    let call = try trace(model, inputs: "inputs: 'float32[2, 5, 3]'", files: ["net.py": source])
    #expect(call.variables.leavesInOrderWithPaths.map(\.path.slashed) == ["params/cell/d/kernel"])
    #expect("\(call.result.leaves)" == "[float32[2, 5, 4]]")
  }

  @Test func modulesMayBeAskedInVainWhetherTheyDropNothing() throws {
    func source(_ rate: String) -> String {
      """
      import jax.numpy as jnp
      from flax import linen as nn
      class Net(nn.Module):
        @nn.compact
        def __call__(self, x):
          off = jnp.all(x > 0)
          x = nn.MultiHeadDotProductAttention(1, dropout_rate=\(rate), deterministic=off)(x, x)
          return nn.Dropout(\(rate))(x, deterministic=off)
      """
    }
    #expect(try variables("Net()", source("0.0")).count == 8)
    #expect(throws: Diagnostic.self) { try variables("Net()", source("0.5")) }
  }

  @Test func distributionsAreRecordsOfTheirParameters() throws {
    let source = """
      import distrax
      from flax import linen as nn
      class Net(nn.Module):
        @nn.compact
        def __call__(self, x):
          return distrax.Categorical(logits=nn.Dense(4)(x)), distrax.Normal(x, 1.0)
      """
    let call = try trace("Net()", inputs: "x: 'float32[2, 3]'", files: ["net.py": source])
    #expect(
      call.result.leavesInOrderWithPaths.map(\.path.slashed) == ["0/logits", "1/loc", "1/scale"])
  }

  @Test func aBlockOfModulesSeesTheNamesOfFiles() throws {
    let text = """
      python: net.py
      inputs: {x: "float32[2, 3]"}
      modules: |
        def make(width):
          return Net(width + 1)
      model: {python: "make(3)"}
      """
    let source = """
      from flax import linen as nn
      class Net(nn.Module):
        width: int
        @nn.compact
        def __call__(self, x):
          return nn.Dense(self.width)(x)
      """
    let description = try ModelDescription(
      text, file: "c.yaml", readSource: { $0 == "net.py" ? source : nil })
    #expect(description.module.typeName == "Net")
  }
}
