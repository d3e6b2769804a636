extension WrittenModule {
  /// `chex`: dataclasses, names of types, and assertions about shapes.
  static let chex = WrittenModule(
    name: "chex",
    text: """
      import dataclasses
      import jax
      import jax.numpy as jnp
      from flax import struct
      from typing import Any

      Array = jax.Array
      ArrayNumpy = Any
      ArrayDevice = jax.Array
      ArrayBatched = jax.Array
      ArraySharded = jax.Array
      ArrayTree = Any
      ArrayDType = Any
      Numeric = Any
      Scalar = Any
      PRNGKey = Any
      Shape = Any

      def dataclass(cls=None, *, init=True, repr=True, eq=True, order=False,
                    unsafe_hash=False, frozen=False, kw_only=False, mappable_dataclass=True,
                    restricted_inheritance=False):
        def decorate(cls):
          return struct.dataclass(
              cls, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash,
              frozen=frozen, kw_only=kw_only or mappable_dataclass)
        return decorate if cls is None else decorate(cls)

      def _all(inputs):
        return list(inputs) if isinstance(inputs, (list, tuple)) else [inputs]

      def _matches(dim, expected):
        if expected is None or expected is ...:
          return True
        if isinstance(expected, (set, frozenset, list, tuple)):
          return dim in expected
        return dim == expected

      def _shape_matches(shape, expected):
        expected = tuple(expected)
        if ... in expected:
          place = expected.index(...)
          tail = len(expected) - place - 1
          if len(shape) < len(expected) - 1:
            return False
          return (_shape_matches(shape[:place], expected[:place])
                  and _shape_matches(shape[len(shape) - tail:], expected[place + 1:]))
        return len(shape) == len(expected) and all(map(_matches, shape, expected))

      def assert_shape(inputs, expected_shapes):
        arrays = _all(inputs)
        if not isinstance(expected_shapes, (list, tuple)):
          raise AssertionError('assert_shape takes a shape, or a list of shapes')
        several = isinstance(expected_shapes, list) and all(
            isinstance(s, (list, tuple)) for s in expected_shapes)
        shapes = list(expected_shapes) if several else [expected_shapes] * len(arrays)
        if several and len(shapes) == 1:
          shapes = shapes * len(arrays)
        if len(shapes) != len(arrays):
          raise AssertionError(
              f'Length of `inputs` and `expected_shapes` must match: {len(arrays)} is not equal to '
              f'{len(shapes)}')
        for i, (x, shape) in enumerate(zip(arrays, shapes)):
          if not _shape_matches(jnp.shape(x), shape):
            raise AssertionError(
                f'input {i} has shape {jnp.shape(x)} but expected {tuple(shape)}')

      def assert_rank(inputs, expected_ranks):
        arrays = _all(inputs)
        ranks = expected_ranks if isinstance(expected_ranks, (list, tuple)) else [expected_ranks]
        if len(ranks) == 1:
          ranks = list(ranks) * len(arrays)
        if len(ranks) != len(arrays):
          raise AssertionError('Length of inputs and expected_ranks must match')
        for i, (x, rank) in enumerate(zip(arrays, ranks)):
          allowed = rank if isinstance(rank, (set, frozenset, list, tuple)) else [rank]
          if jnp.ndim(x) not in allowed:
            raise AssertionError(f'input {i} has rank {jnp.ndim(x)} but expected {rank}')

      def assert_scalar(x):
        if not isinstance(x, (bool, int, float, complex)):
          raise AssertionError(f'The argument {x} must be a scalar, got {type(x)}.')

      def assert_equal_shape(inputs, *, dims=None):
        def part(x):
          if dims is None:
            return jnp.shape(x)
          return tuple(jnp.shape(x)[d] for d in (dims if isinstance(dims, (list, tuple)) else [dims]))
        shapes = [part(x) for x in inputs]
        if any(shape != shapes[0] for shape in shapes):
          raise AssertionError(f'Arrays have different shapes: {shapes}')

      def assert_equal_shape_prefix(inputs, prefix_len):
        prefixes = [jnp.shape(x)[:prefix_len] for x in inputs]
        if any(prefix != prefixes[0] for prefix in prefixes):
          raise AssertionError(f'Arrays have different shape prefixes: {prefixes}')

      def assert_equal_shape_suffix(inputs, suffix_len):
        suffixes = [jnp.shape(x)[len(jnp.shape(x)) - suffix_len:] for x in inputs]
        if any(suffix != suffixes[0] for suffix in suffixes):
          raise AssertionError(f'Arrays have different shape suffixes: {suffixes}')

      def assert_equal_rank(inputs):
        ranks = [jnp.ndim(x) for x in inputs]
        if any(rank != ranks[0] for rank in ranks):
          raise AssertionError(f'Arrays have different ranks: {ranks}')

      def assert_axis_dimension(tensor, axis, expected):
        shape = jnp.shape(tensor)
        if not -len(shape) <= axis < len(shape):
          raise AssertionError(
              f"Expected tensor to have dim {expected} on axis '{axis}' but axis '{axis}' not "
              f'available: tensor rank is {len(shape)}.')
        if shape[axis] != expected:
          raise AssertionError(
              f'Expected tensor to have dimension {expected} on axis {axis} but got '
              f'{shape[axis]} instead.')

      def assert_is_divisible(numerator, denominator):
        if numerator % denominator != 0:
          raise AssertionError(f'{numerator} is not divisible by {denominator}')

      def assert_equal(first, second):
        if not first == second:
          raise AssertionError(f'{first} != {second}')

      def assert_type(inputs, expected_types):
        arrays = _all(inputs)
        types = expected_types if isinstance(expected_types, (list, tuple)) else [expected_types]
        if len(types) == 1:
          types = list(types) * len(arrays)
        for i, (x, expected) in enumerate(zip(arrays, types)):
          dtype = jnp.asarray(x).dtype
          if expected is float:
            ok = jnp.issubdtype(dtype, jnp.floating)
          elif expected is int:
            ok = jnp.issubdtype(dtype, jnp.integer)
          elif expected is bool:
            ok = dtype == jnp.bool_
          else:
            ok = dtype == expected
          if not ok:
            raise AssertionError(f'input {i} has type {dtype} but expected {expected}')
      """)
}
