extension WrittenModule {
  /// `flax.linen.partitioning`: parameters, variables and lifts that name the axes of arrays. On one
  /// machine the names change no value, and are not kept.
  static let partitioning = WrittenModule(
    name: "flax.linen.partitioning",
    text: """
      import contextlib

      from flax import linen as nn
      from flax.linen import In as ScanIn, Out as ScanOut
      from flax.linen import with_logical_constraint as with_sharding_constraint

      def _current(module):
        return nn.module._context.module_stack[-1] if module is None else module

      def param_with_axes(name, init_fn, *init_args, axes=None, module=None, **init_kwargs):
        return _current(module).param(name, init_fn, *init_args, **init_kwargs)

      def variable_with_axes(
          collection, name, init_fn, *init_args, axes=None, module=None, fallback=None,
          **init_kwargs):
        return _current(module).variable(collection, name, init_fn, *init_args, **init_kwargs)

      def _mapped(target, collections):
        # The names of axes, which aren't kept, would be changed here.
        for col in collections:
          target = nn.map_variables(target, f'{col}_axes')
        return target

      def scan_with_axes(
          target, variable_axes={}, variable_broadcast=False, variable_carry=False,
          split_rngs={}, in_axes=0, out_axes=0, length=None, reverse=False, unroll=1,
          axis_name='layers', axes_collections=('params',), data_transform=None, methods=None):
        scanned = nn.scan(
            target, variable_axes=variable_axes, variable_broadcast=variable_broadcast,
            variable_carry=variable_carry, split_rngs=split_rngs, in_axes=in_axes,
            out_axes=out_axes, length=length, reverse=reverse, unroll=unroll,
            data_transform=data_transform, methods=methods)
        return _mapped(scanned, [col for col in axes_collections if col in variable_axes])

      def vmap_with_axes(
          target, variable_axes, split_rngs={}, in_axes=0, out_axes=0, axis_size=None,
          axis_name=None, partitioning_axis_names={}, spmd_axis_name=None, methods=None):
        mapped = nn.vmap(
            target, variable_axes=variable_axes, split_rngs=split_rngs, in_axes=in_axes,
            out_axes=out_axes, axis_size=axis_size, axis_name=axis_name, methods=methods)
        return _mapped(mapped, [col for col in variable_axes if col in partitioning_axis_names])

      remat = nn.module._context.static_remat

      @contextlib.contextmanager
      def axis_rules(rules):
        yield

      def set_axis_rules(rules):
        pass

      def get_axis_rules():
        return ()
      """)

  /// `jax.interpreters.pxla`, for the mesh of devices: there is none.
  static let threadResources = WrittenModule(
    name: "jax.interpreters.pxla",
    text: """
      class _Mesh:
        axis_names = ()
        shape = {}
        empty = True

      class _Environment:
        physical_mesh = _Mesh()

      class _Resources:
        env = _Environment()

      thread_resources = _Resources()
      """)
}
