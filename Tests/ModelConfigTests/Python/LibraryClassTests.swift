import Arrays
import LiftedScan
import ProgramIR
import Testing

@testable import FlaxNames
@testable import ModelConfig

/// Files of Python with classes that inherit from Flax's layers, and with its libraries: the shapes
/// of the variables are Flax's.
struct LibraryClassTests {
  /// The shapes of the variables that `init` makes of `Net()` on an input of shape (2, 3).
  private func shapes(_ net: String, _ files: [String: String] = [:]) throws -> [String: Shape] {
    let sources = files.merging(["net.py": net]) { first, _ in first }
    let description = try ModelDescription(
      "python: net.py\ninputs: {x: 'float32[2, 3]'}\nmodel: Net\n", file: "c.yaml"
    ) { sources[$0] }
    let binding = try CallBinding(
      description, method: "__call__", given: [], sizes: NamedSizes(), missing: .zeros)
    var call = ModuleCall(arguments: binding.arguments)
    call.streams = ["params"]
    call.mutable = .allExcept(["intermediates"])
    call.isInitializing = true
    let variables = try call.trace(description.module).variables
    return Dictionary(
      uniqueKeysWithValues: variables.leavesWithPaths.map { ($0.path.slashed, $0.leaf.shape) })
  }

  @Test func aLayersOwnMethodsComeBeforeThoseOfLaterBases() throws {
    let found = try shapes(
      """
      from flax import linen as nn

      class Mixin:
        def __call__(self, x):
          raise NotImplementedError

      class Layer(nn.Dense, Mixin):
        def __call__(self, x):
          return super().__call__(x) + 1

      class Plain(nn.Dense, Mixin):
        pass

      class Net(nn.Module):
        @nn.compact
        def __call__(self, x):
          return Plain(5)(Layer(4)(x))
      """)
    #expect(
      found == [
        "params/Layer_0/kernel": [3, 4], "params/Layer_0/bias": [4],
        "params/Plain_0/kernel": [4, 5], "params/Plain_0/bias": [5],
      ])
  }

  @Test func aClassCanMakeALayersParametersItself() throws {
    let found = try shapes(
      """
      from flax import linen as nn

      class Own(nn.Dense):
        def param(self, name, init_fn, *init_args):
          return super().param('own_' + name, init_fn, *init_args)

      class Net(nn.Module):
        @nn.compact
        def __call__(self, x):
          return Own(4)(x)
      """)
    #expect(found == ["params/Own_0/own_kernel": [3, 4], "params/Own_0/own_bias": [4]])
  }

  @Test func scansWithNamedAxesAreScans() throws {
    let found = try shapes(
      """
      from flax import linen as nn
      from flax.linen import partitioning as nn_partitioning
      import dataclasses

      class Layer(nn.Module):
        width: int = dataclasses.field(init=False)

        def setup(self):
          self.width = 3

        @nn.compact
        def __call__(self, x, flag):
          w = nn_partitioning.param_with_axes(
              'w', nn.initializers.ones, (self.width, 3), axes=('embed', 'mlp'))
          return (x @ w if flag else x), None

      class Net(nn.Module):
        @nn.compact
        def __call__(self, x):
          layer = nn_partitioning.remat(Layer, static_argnums=(1,))
          layers = nn_partitioning.scan_with_axes(
              layer, variable_axes={'params': 1},
              split_rngs={'params': True}, in_axes=nn.broadcast, length=5, axis_name='layers')
          x, _ = layers(name='layers')(x, True)
          return layers()(x, True)[0]
      """)
    #expect(
      found == [
        "params/layers/w": [3, 5, 3],
        "params/Map_variablesScanCore_remat_staticLayer_0/w": [3, 5, 3],
      ])
  }

  /// The axes of a variable outside of a scan have nothing to do with the scan's.
  @Test func namesOfAxesOutsideOfAScanStayOutside() throws {
    let found = try shapes(
      """
      from flax import linen as nn

      class Layer(nn.Module):
        @nn.compact
        def __call__(self, x, _):
          return x * self.param('s', nn.with_partitioning(nn.initializers.ones, ('e',)), (3,)), None

      class Net(nn.Module):
        @nn.compact
        def __call__(self, x):
          x = x @ self.param(
              'w', nn.with_partitioning(nn.initializers.ones, ('v', 'e')), (3, 3))
          scan = nn.scan(
              Layer, variable_axes={'params': 1}, split_rngs={'params': True}, length=2,
              metadata_params={nn.PARTITION_NAME: 'layers'})
          return scan(name='layers')(x, None)[0]
      """)
    #expect(found == ["params/w": [3, 3], "params/layers/s": [3, 2]])
  }

  @Test func aFrozenDictIsADefault() throws {
    let found = try shapes(
      """
      from flax import linen as nn
      import flax
      import jax

      class Net(nn.Module):
        settings: dict = flax.core.FrozenDict(use_bias=False)

        @nn.compact
        def __call__(self, x):
          with jax.ensure_compile_time_eval():
            return nn.Dense(2, **self.settings)(x)
      """)
    #expect(found == ["params/Dense_0/kernel": [3, 2]])
  }

  @Test func aPackagesOwnFileImportsFromThePackage() throws {
    let found = try shapes(
      """
      from flax import linen as nn
      from parts import width

      class Net(nn.Module):
        @nn.compact
        def __call__(self, x):
          return nn.Dense(width, use_bias=False)(x)
      """,
      ["parts/__init__.py": "from .sizes import width\n", "parts/sizes.py": "width = 7\n"])
    #expect(found == ["params/Dense_0/kernel": [3, 7]])
  }
}
