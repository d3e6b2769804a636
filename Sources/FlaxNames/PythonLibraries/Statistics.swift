extension WrittenModule {
  /// The functions of `flax.linen.normalization` that layers beside Flax's own take from it.
  static let statistics = WrittenModule(
    name: "flax.linen._statistics",
    text: """
      import jax.numpy as jnp
      from jax import lax
      from flax import linen as nn

      def _canonicalize_axes(rank, axes):
        axes = axes if hasattr(axes, '__iter__') else (axes,)
        return tuple({axis + rank if axis < 0 else axis for axis in axes})

      def _abs_sq(x):
        if jnp.iscomplexobj(x):
          return lax.square(lax.real(x)) + lax.square(lax.imag(x))
        return lax.square(x)

      def _compute_stats(
          x, axes, dtype, axis_name=None, axis_index_groups=None, use_mean=True,
          use_fast_variance=True, mask=None, force_float32_reductions=True):
        if axis_name is not None:
          raise NameError(f'Found an unbound axis name: {axis_name}')
        dtype = jnp.result_type(x) if dtype is None else dtype
        if force_float32_reductions:
          dtype = jnp.promote_types(dtype, jnp.float32)
        x = jnp.asarray(x, dtype)
        axes = _canonicalize_axes(x.ndim, axes)
        where = None if mask is None else jnp.asarray(mask, dtype=bool)
        if not use_mean:
          var = _abs_sq(x).mean(axes, where=where)
          return jnp.zeros_like(var), var
        mu = x.mean(axes, where=where)
        if use_fast_variance:
          return mu, jnp.maximum(0.0, _abs_sq(x).mean(axes, where=where) - _abs_sq(mu))
        return mu, _abs_sq(x - jnp.expand_dims(mu, axes)).mean(axes, where=where)

      def _normalize(
          mdl, x, mean, var, reduction_axes, feature_axes, dtype, param_dtype, epsilon, use_bias,
          use_scale, bias_init, scale_init, force_float32_reductions=True):
        reduction_axes = _canonicalize_axes(x.ndim, reduction_axes)
        feature_axes = _canonicalize_axes(x.ndim, feature_axes)
        shape = [x.shape[k] if k in feature_axes else 1 for k in range(x.ndim)]
        features = [x.shape[k] for k in feature_axes]

        def affine(name, init):
          value = mdl.param(name, init, features, param_dtype).reshape(shape)
          return value if force_float32_reductions else jnp.asarray(value, param_dtype)

        y = x - jnp.expand_dims(mean, reduction_axes)
        factor = lax.rsqrt(jnp.expand_dims(var, reduction_axes) + epsilon)
        args = [x]
        if use_scale:
          scale = affine('scale', scale_init)
          factor *= scale
          args.append(scale)
        y *= factor
        if use_bias:
          bias = affine('bias', bias_init)
          y += bias
          args.append(bias)
        return jnp.asarray(y, nn.dtypes.canonicalize_dtype(*args, dtype=dtype))

      def _l2_normalize(x, axis=None, eps=1e-12):
        return x * lax.rsqrt((x * x).sum(axis=axis, keepdims=True) + eps)
      """)
}
