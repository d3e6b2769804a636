import LiftedScan

extension FunctionTable {
  /// Functions of `jax.numpy` that put elements at places, in terms of others.
  mutating func addPlacing(_ namespace: Namespace) {
    let inplace = """
      if inplace:
        raise ValueError('arrays do not change: pass inplace=False and use the result')

      """
    add(
      "fill_diagonal", "(a, val, wrap=False, *, inplace=True)", "With another diagonal.",
      in: namespace,
      python: inplace + """
        if wrap or a.ndim < 2:
          raise ValueError('fill_diagonal takes a matrix, and no wrap')
        if a.ndim > 2 and len(set(a.shape)) != 1:
          raise ValueError('fill_diagonal of more than two axes takes axes of one size')
        n = min(a.shape)
        places = [lax.broadcasted_iota(jnp.int32, a.shape, k) for k in range(a.ndim)]
        mask = places[0] == places[1]
        for p in places[2:]:
          mask = mask & (places[0] == p)
        val = jnp.asarray(val)
        if val.ndim > 0:
          val = jnp.resize(val, n)[jnp.minimum(places[0], n - 1)]
        return jnp.where(mask, val.astype(a.dtype), a)
        """)
    add(
      "put", "(a, ind, v, mode=None, *, inplace=True)", "With other elements at flat places.",
      in: namespace,
      python: inplace + """
        ind = jnp.ravel(jnp.asarray(ind))
        v = jnp.ravel(jnp.asarray(v))
        if mode == 'wrap':
          ind = ind % a.size
        elif mode is None or mode == 'clip':
          ind = jnp.clip(ind, 0, a.size - 1) if mode == 'clip' else ind
        else:
          raise ValueError("the mode of put is 'wrap' or 'clip'")
        v = jnp.resize(v, ind.shape).astype(a.dtype)
        return jnp.reshape(jnp.ravel(a).at[ind].set(v, mode='drop'), a.shape)
        """)
    add(
      "place", "(arr, mask, vals, *, inplace=True)", "With other elements where a mask holds.",
      in: namespace,
      python: inplace + """
        mask = jnp.ravel(mask) != 0
        vals = jnp.ravel(jnp.asarray(vals)).astype(arr.dtype)
        order = jnp.cumsum(mask.astype(jnp.int32)) - 1
        new = vals[jnp.maximum(order, 0) % vals.shape[0]]
        return jnp.reshape(jnp.where(mask, new, jnp.ravel(arr)), arr.shape)
        """)
  }

  /// Functions of `jax.numpy` that arrange elements, in terms of others.
  mutating func addArranging(_ namespace: Namespace) {
    add(
      "diagflat", "(v, k=0)", "A matrix with this diagonal.", in: namespace,
      python: "return jnp.diag(jnp.ravel(jnp.asarray(v)), k)")
    add(
      "ediff1d", "(ary, to_end=None, to_begin=None)", "Differences of neighbours.",
      in: namespace,
      python: """
        flat = jnp.ravel(ary)
        parts = [flat[1:] - flat[:-1]]
        if to_begin is not None:
          parts = [jnp.ravel(jnp.asarray(to_begin)).astype(flat.dtype)] + parts
        if to_end is not None:
          parts = parts + [jnp.ravel(jnp.asarray(to_end)).astype(flat.dtype)]
        return jnp.concatenate(parts)
        """)
    add(
      "resize", "(a, new_shape)", "The elements again and again, in another shape.",
      in: namespace,
      python: """
        shape = (new_shape,) if isinstance(new_shape, int) else tuple(new_shape)
        flat = jnp.ravel(jnp.asarray(a))
        n = math.prod(shape)
        if flat.shape[0] == 0:
          return jnp.zeros(shape, flat.dtype)
        return jnp.reshape(jnp.tile(flat, -(-n // flat.shape[0]))[:n], shape)
        """)
    add(
      "correlate", "(a, v, mode='valid', *, precision=None, preferred_element_type=None)",
      "Sums of products of an array and a moving one.", in: namespace,
      python: """
        if a.shape[0] < v.shape[0]:
          return jnp.flip(jnp.convolve(v, jnp.flip(a), mode))
        return jnp.convolve(a, jnp.conj(jnp.flip(v)), mode)
        """)
    add(
      "fromfunction", "(function, shape, *, dtype=float, **kwargs)",
      "The values of a function of the places.", in: namespace,
      python: """
        f = lambda *places: function(*places, **kwargs)
        for k in range(len(shape)):
          f = jax.vmap(f, in_axes=tuple(0 if j == len(shape) - 1 - k else None
                                        for j in range(len(shape))))
        return f(*[jnp.arange(n).astype(dtype) for n in shape])
        """)
    add(
      "apply_over_axes", "(func, a, axes)", "A function along one axis after another.",
      in: namespace,
      python: """
        for axis in (axes,) if isinstance(axes, int) else axes:
          result = func(a, axis)
          a = result if result.ndim == a.ndim else jnp.expand_dims(result, axis)
        return a
        """)
    add(
      "unwrap", "(p, discont=None, axis=-1, period=6.283185307179586)",
      "Angles without jumps.", in: namespace,
      python: """
        p = p * 1.0
        limit = period / 2 if discont is None else max(discont, period / 2)
        moved = jnp.moveaxis(p, axis, 0)
        d = moved[1:] - moved[:-1]
        within = (d + period / 2) % period - period / 2
        within = jnp.where((within == -period / 2) & (d > 0), period / 2, within)
        shift = jnp.where(jnp.abs(d) < limit, 0.0, within - d)
        rest = moved[1:] + jnp.cumsum(shift, axis=0)
        return jnp.moveaxis(jnp.concatenate([moved[:1], rest]), 0, axis)
        """)
  }
}
