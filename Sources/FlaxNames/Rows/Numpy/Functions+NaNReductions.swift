import LiftedScan

extension FunctionTable {
  /// Functions of `jax.numpy` that leave NaN out.
  mutating func addMissingAware(_ namespace: Namespace) {
    for (name, plain, filler) in [
      ("nanargmax", "argmax", "-jnp.inf"), ("nanargmin", "argmin", "jnp.inf"),
    ] {
      add(
        name, "(a, axis=None, out=None, keepdims=None)",
        "Where the extreme element is; -1 where there is none.", in: namespace,
        python: """
          keep = bool(keepdims)
          if not jnp.issubdtype(a.dtype, jnp.floating):
            return jnp.\(plain)(a, axis, keepdims=keep)
          place = jnp.\(plain)(jnp.where(jnp.isnan(a), \(filler), a), axis, keepdims=keep)
          return jnp.where(jnp.all(jnp.isnan(a), axis, keepdims=keep), -1, place)
          """)
    }
    for (name, plain, neutral) in [("nancumsum", "cumsum", 0), ("nancumprod", "cumprod", 1)] {
      add(
        name, "(a, axis=None, dtype=None, out=None)", "Every prefix to one, NaN left out.",
        in: namespace,
        python: "return jnp.\(plain)(jnp.where(jnp.isnan(a), \(neutral), a), axis, dtype)")
    }
    let variance =
      "(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, where=None, mean=None)"
    add(
      "nanvar", variance, "The variance of what isn't NaN.", in: namespace,
      python: """
        a = a.astype(dtype) if dtype is not None else a
        a = a if jnp.issubdtype(a.dtype, jnp.floating) else a * 1.0
        there = ~jnp.isnan(a) if where is None else ~jnp.isnan(a) & where
        count = jnp.sum(there, axis, keepdims=True)
        filled = jnp.where(there, a, 0)
        if mean is None:
          mean = jnp.sum(filled, axis, keepdims=True) / count
        squares = jnp.where(there, a - mean, 0) ** 2
        free = jnp.sum(there, axis, keepdims=keepdims) - ddof
        total = jnp.sum(squares, axis, keepdims=keepdims)
        return jnp.where(free > 0, total / free, jnp.nan).astype(a.dtype)
        """)
    add(
      "nanstd", variance, "The deviation of what isn't NaN.", in: namespace,
      python: "return jnp.sqrt(jnp.nanvar(a, axis, dtype, None, ddof, keepdims, where, mean))")
    for (name, scale) in [("nanquantile", "1.0"), ("nanpercentile", "100.0")] {
      add(
        name,
        "(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False, *,"
          + " weights=None)", "Quantiles of what isn't NaN.", in: namespace,
        python: """
          if weights is not None:
            raise ValueError('\(name) takes no weights')
          axes = tuple(range(a.ndim)) if axis is None else axis
          axes = tuple(k % a.ndim for k in ((axes,) if isinstance(axes, int) else axes))
          rest = tuple(k for k in range(a.ndim) if k not in axes)
          rows = jnp.transpose(a * 1.0, rest + axes)
          rows = jnp.sort(rows.reshape(tuple(a.shape[k] for k in rest) + (-1,)), axis=-1)
          count = jnp.sum(~jnp.isnan(rows), axis=-1)
          part = jnp.asarray(q) * 1.0 / \(scale)
          place = part[(...,) + (None,) * len(rest)] * (count - 1)
          low, high = jnp.floor(place), jnp.ceil(place)
          weight = place - low
          def at(k):
            k = jnp.maximum(k, 0).astype(jnp.int32)
            hits = k[..., None] == jnp.arange(rows.shape[-1])
            return jnp.sum(jnp.where(hits, rows, 0.0), axis=-1)
          if method == 'linear':
            result = at(low) * (1 - weight) + at(high) * weight
          elif method == 'lower':
            result = at(low)
          elif method == 'higher':
            result = at(high)
          elif method == 'nearest':
            result = jnp.where(weight <= 0.5, at(low), at(high))
          elif method == 'midpoint':
            result = (at(low) + at(high)) / 2
          else:
            raise ValueError("method is 'linear', 'lower', 'higher', 'midpoint' or 'nearest'")
          result = jnp.where(count == 0, jnp.nan, result)
          if keepdims:
            result = jnp.expand_dims(result, tuple(part.ndim + k for k in sorted(axes)))
          return result
          """)
    }
    add(
      "nanmedian", "(a, axis=None, out=None, overwrite_input=False, keepdims=False)",
      "The median of what isn't NaN.", in: namespace,
      python: "return jnp.nanquantile(a, 0.5, axis=axis, keepdims=keepdims)")
  }
}
