extension WrittenModule {
  /// `jax.image`: images of other sizes.
  static let image = WrittenModule(
    name: "jax.image",
    text: """
      import enum
      import math
      import jax
      import jax.numpy as jnp

      class ResizeMethod(enum.Enum):
        NEAREST = 0
        LINEAR = 1
        LANCZOS3 = 2
        LANCZOS5 = 3
        CUBIC = 4
        CUBIC_PYTORCH = 5
        AREA = 6

        @staticmethod
        def from_string(s):
          if s not in _names:
            raise ValueError(f'Unknown resize method "{s}"')
          return _names[s]

      _names = {
        'nearest': ResizeMethod.NEAREST, 'lanczos3': ResizeMethod.LANCZOS3,
        'lanczos5': ResizeMethod.LANCZOS5, 'area': ResizeMethod.AREA,
        **dict.fromkeys(['linear', 'bilinear', 'trilinear', 'triangle'], ResizeMethod.LINEAR),
        **dict.fromkeys(['cubic', 'bicubic', 'tricubic'], ResizeMethod.CUBIC),
        **dict.fromkeys(['cubic-pytorch', 'bicubic-pytorch'], ResizeMethod.CUBIC_PYTORCH),
      }

      def _triangle(x):
        return jnp.maximum(0, 1 - jnp.abs(x))

      def _lanczos(radius):
        def kernel(x):
          wave = radius * jnp.sin(math.pi * x) * jnp.sin(math.pi * x / radius)
          square = jnp.where(x != 0, math.pi ** 2 * x ** 2, 1)
          return jnp.where(x > radius, 0.0, jnp.where(x > 1e-3, wave / square, 1))
        return kernel

      def _keys(x):
        near = ((1.5 * x - 2.5) * x) * x + 1.0
        far = ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0
        return jnp.where(x >= 2.0, 0.0, jnp.where(x >= 1.0, far, near))

      def _pytorch(x):
        a = -0.75
        near = ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0
        far = ((a * x - 5.0 * a) * x + 8.0 * a) * x - 4.0 * a
        return jnp.where(x >= 2.0, 0.0, jnp.where(x >= 1.0, far, near))

      # The radius and the weight at a distance; the weight of AREA is how much pixels overlap.
      _kernels = {
        ResizeMethod.LINEAR: (1, _triangle), ResizeMethod.LANCZOS3: (3, _lanczos(3.0)),
        ResizeMethod.LANCZOS5: (5, _lanczos(5.0)), ResizeMethod.CUBIC: (2, _keys),
        ResizeMethod.CUBIC_PYTORCH: (2, _pytorch), ResizeMethod.AREA: (1, None),
      }

      def _normalized(weights):
        total = jnp.sum(weights, axis=0, keepdims=True)
        least = 1000.0 * 1.1920928955078125e-07
        shares = weights / jnp.where(total != 0, total, 1)
        return jnp.where(jnp.abs(total) > least, shares, 0)

      def _weights(size, new_size, scale, translation, method, antialias):
        radius, kernel = _kernels[method]
        step = 1.0 / scale
        width = jnp.maximum(step, 1.0) if antialias else 1.0
        at = (jnp.arange(new_size, dtype=jnp.float32) + 0.5) * step - translation * step - 0.5
        if method == ResizeMethod.CUBIC_PYTORCH:
          places = jnp.arange(-radius, size + radius, dtype=jnp.float32)
          weights = kernel(jnp.abs(at[None, :] - places[:, None]))
          inside = jnp.clip(places.astype(jnp.int32), 0, size - 1)
          sums = jnp.zeros((size, new_size), jnp.float32)
          return _normalized(sums.at[inside[:, None], jnp.arange(new_size)[None, :]].add(weights))
        places = jnp.arange(size, dtype=jnp.float32)
        if kernel is None:
          left = jnp.arange(new_size, dtype=jnp.float32) * step - translation * step
          end = jnp.minimum((left + step)[None, :], (places + 1.0)[:, None])
          weights = jnp.maximum(0.0, end - jnp.maximum(left[None, :], places[:, None]))
        else:
          weights = kernel(jnp.abs(at[None, :] - places[:, None]) / width)
        is_inside = (at >= -0.5) & (at <= size - 0.5)
        return jnp.where(is_inside[None, :], _normalized(weights), 0)

      def _scaled(image, shape, axes, scale, translation, method, antialias):
        if method == ResizeMethod.CUBIC_PYTORCH and antialias:
          method = ResizeMethod.CUBIC
        count = len(shape)
        given, result, factors = list(range(count)), list(range(count)), []
        for k, axis in enumerate(axes):
          axis = axis % count
          weights = _weights(
            image.shape[axis], shape[axis], scale[k], translation[k], method, antialias)
          factors += [weights.astype(image.dtype), [axis, count + k]]
          result[axis] = count + k
        return jnp.einsum(image, given, *factors, result) if factors else image

      def _checked(image, shape, method):
        image, shape = jnp.asarray(image), tuple(shape)
        if len(shape) != image.ndim:
          raise ValueError(
            'shape must have length equal to the number of dimensions of x; '
            f' {shape} vs {image.shape}')
        if isinstance(method, str):
          method = ResizeMethod.from_string(method)
        return image, shape, method

      def resize(image, shape, method, antialias=True, precision=None):
        image, shape, method = _checked(image, shape, method)
        axes = tuple(k for k in range(len(shape)) if image.shape[k] != shape[k])
        if method == ResizeMethod.NEAREST:
          for axis in axes:
            size, new_size = image.shape[axis], shape[axis]
            at = (jnp.arange(new_size, dtype=jnp.float32) + 0.5) * size / new_size
            image = jnp.take(image, jnp.floor(at).astype(jnp.int32), axis=axis)
          return image
        if not jnp.issubdtype(image.dtype, jnp.inexact):
          image = image.astype(jnp.float32)
        scale = [1.0 if shape[k] == 0 else shape[k] / image.shape[k] for k in axes]
        return _scaled(image, shape, axes, scale, [0.0] * len(axes), method, antialias)

      def scale_and_translate(
          image, shape, spatial_dims, scale, translation, method, antialias=True, precision=None):
        image, shape, method = _checked(image, shape, method)
        if method == ResizeMethod.NEAREST:
          raise ValueError(
            'Nearest neighbor resampling is not currently supported for scale_and_translate.')
        if not jnp.issubdtype(image.dtype, jnp.inexact):
          image = image.astype(jnp.float32)
        if isinstance(scale, (list, tuple)) or isinstance(translation, (list, tuple)):
          raise TypeError('scale and translation are arrays, not lists')
        dtype = jnp.promote_types(jnp.result_type(scale, translation), jnp.float32)
        return _scaled(
          image, shape, tuple(spatial_dims), scale.astype(dtype), translation.astype(dtype),
          method, antialias)
      """)
}
