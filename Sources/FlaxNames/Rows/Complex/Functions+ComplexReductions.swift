import LiftedScan

extension FunctionTable {
  /// Reductions of complex arrays, by formulas of their parts.
  mutating func addComplexReductions(_ namespace: Namespace) {
    // Halves are multiplied until one row is left.
    let product = """
      rest = tuple(k for k in range(z.ndim) if k not in axes)
      z = jnp.transpose(z, axes + rest).reshape((-1,) + tuple(z.shape[k] for k in rest))
      if z.shape[0] == 0:
        z = jnp.ones((1,) + z.shape[1:], jnp.complex64)
      while z.shape[0] > 1:
        half = z.shape[0] // 2
        z = jnp.concatenate([z[:half] * z[half:2 * half], z[2 * half:]])

      """
    wrap(
      "prod",
      "(a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=None,"
        + " promote_integers=True)", in: namespace,
      python: """
        z = a if where is None else jnp.where(where, a, 1)
        axes = tuple(range(a.ndim)) if axis is None else (axis,) if isinstance(axis, int) else axis
        axes = tuple(k % a.ndim for k in axes)

        """ + product + """
          z = z[0] if initial is None else z[0] * initial
          return jnp.expand_dims(z, axes) if keepdims else z
          """)
    wrap(
      "reduce_prod", "(operand, axes)", in: namespace,
      python: "return jnp.prod(operand, tuple(axes))")
    for (names, signature, start) in [
      (
        ["cumprod", "cumulative_prod"], "(a, axis=None, dtype=None, out=None)",
        "z = a.ravel() if axis is None else jnp.moveaxis(a, axis, 0)\nreverse = False"
      ),
      (
        ["lax.cumprod"], "(a, axis=0, reverse=False)", "z = jnp.moveaxis(a, axis, 0)"
      ),
    ] {
      for name in names {
        let own = name.replacing("lax.", with: "")
        guard (name == own) == (self["cumlogsumexp"] == nil) else { continue }
        wrap(
          own, signature, in: namespace,
          python: start + """

            z = jnp.flip(z, 0) if reverse else z
            step = 1
            while step < z.shape[0]:
              z = jnp.concatenate([z[:step], z[step:] * z[:-step]])
              step = step * 2
            z = jnp.flip(z, 0) if reverse else z
            return z if axis is None else jnp.moveaxis(z, 0, axis)
            """)
      }
    }
    wrap(
      "var",
      "(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=None, mean=None,"
        + " correction=None)", in: namespace,
      python: """
        centre = jnp.mean(a, axis, keepdims=True, where=where) if mean is None else mean
        d = a - centre
        squares = d.real ** 2 + d.imag ** 2
        free = ddof if correction is None else correction
        count = jnp.sum(jnp.ones_like(squares), axis, keepdims=keepdims, where=where) - free
        return jnp.sum(squares, axis, keepdims=keepdims, where=where) / count
        """)
    wrap(
      "std",
      "(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=None, mean=None,"
        + " correction=None)", in: namespace,
      python: "return jnp.sqrt(jnp.var(a, axis, None, None, ddof, keepdims, where=where,"
        + " mean=mean, correction=correction))")
    for (name, neutral) in [("nansum", 0), ("nanprod", 1), ("nancumsum", 0), ("nancumprod", 1)] {
      wrap(
        name, "(a, axis=None, **settings)", in: namespace,
        python: "return jnp.\(name.dropFirst(3))(jnp.where(jnp.isnan(a), \(neutral), a), axis,"
          + " **settings)")
    }
    wrap(
      "nanmean", "(a, axis=None, dtype=None, out=None, keepdims=False)", in: namespace,
      python: "return jnp.mean(a, axis, keepdims=keepdims, where=~jnp.isnan(a))")
    wrap(
      "average", "(a, axis=None, weights=None, returned=False, keepdims=False)", in: namespace,
      python: """
        if returned:
          raise ValueError('average of complex numbers returns no sum of weights')
        if weights is None:
          return jnp.mean(a, axis, keepdims=keepdims)
        part = lambda p: jnp.average(p, axis, weights, keepdims=keepdims)
        return lax.complex(part(a.real), part(a.imag))
        """)
    wrap(
      "interp", "(x, xp, fp, left=None, right=None, period=None)", in: namespace,
      python: """
        take = lambda part, end: None if end is None else part(end)
        re = jnp.interp(x, xp, jnp.real(fp), take(jnp.real, left), take(jnp.real, right))
        im = jnp.interp(x, xp, jnp.imag(fp), take(jnp.imag, left), take(jnp.imag, right))
        return lax.complex(re, im)
        """)
    wrap(
      "cov", "(m, y=None, rowvar=True, bias=False, ddof=None)", in: namespace,
      python: """
        z = m[None] if m.ndim < 2 else m if rowvar else m.T
        if y is not None:
          z = jnp.concatenate([z, y[None] if y.ndim < 2 else y if rowvar else y.T])
        free = (0 if bias else 1) if ddof is None else ddof
        d = z - jnp.mean(z, 1, keepdims=True)
        return jnp.squeeze(jnp.dot(d, jnp.conj(d.T)) / (z.shape[1] - free))
        """)
    wrap(
      "cross", "(a, b, axisa=-1, axisb=-1, axisc=-1, axis=None)", in: namespace,
      python: """
        part = lambda u, v: jnp.cross(u, v, axisa, axisb, axisc, axis)
        re = part(jnp.real(a), jnp.real(b)) - part(jnp.imag(a), jnp.imag(b))
        im = part(jnp.real(a), jnp.imag(b)) + part(jnp.imag(a), jnp.real(b))
        return lax.complex(re, im)
        """)
    for (name, call) in [
      ("sort", "lax.sort((z.real, z.imag), dimension=axis, num_keys=2)"),
      (
        "argsort",
        "lax.sort((z.real, z.imag, lax.broadcasted_iota(jnp.int32, z.shape, axis % z.ndim)),"
          + " dimension=axis, num_keys=2)"
      ),
    ] {
      wrap(
        name, "(a, axis=-1, *, kind=None, order=None, stable=True, descending=False)",
        in: namespace,
        python: """
          z = a.ravel() if axis is None else a
          axis = 0 if axis is None else axis
          parts = \(call)
          result = parts[2] if len(parts) > 2 else lax.complex(parts[0], parts[1])
          return jnp.flip(result, axis) if descending else result
          """)
    }
    add(
      "sort_complex", "(a)", "Sorted by the real, then by the imaginary part, as complex numbers.",
      in: namespace,
      python: "return jnp.sort(lax.complex(jnp.real(a).astype(jnp.float32),"
        + " jnp.imag(a).astype(jnp.float32)), axis=0)")
    for (name, extreme) in [("max", "max"), ("amax", "max"), ("min", "min"), ("amin", "min")] {
      wrap(
        name, "(a, axis=None, out=None, keepdims=False, initial=None, where=None)", in: namespace,
        python: """
          if initial is not None or where is not None:
            raise ValueError('\(name) of complex numbers takes neither initial nor where')
          if isinstance(axis, tuple):
            for k in sorted(k % a.ndim for k in axis)[::-1]:
              a = jnp.\(extreme)(a, k, keepdims=keepdims)
            return a
          z = a.ravel() if axis is None else a
          ordered = jnp.sort(z, axis=0 if axis is None else axis)
          at = \(extreme == "max" ? "-1" : "0")
          result = jnp.take(ordered, at, axis=0 if axis is None else axis)
          if not keepdims:
            return result
          return jnp.reshape(result, (1,) * a.ndim) if axis is None else jnp.expand_dims(result, axis)
          """)
    }
  }
}
