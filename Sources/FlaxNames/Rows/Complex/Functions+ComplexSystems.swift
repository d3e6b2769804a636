import LiftedScan

extension FunctionTable {
  /// Adds the functions of `jnp.linalg` for complex matrices. A complex system is solved as a real
  /// one of twice the size.
  mutating func addComplexSystems(_ namespace: Namespace) {
    wrap(
      "inv", "(a, overwrite_a=False, check_finite=True)", in: namespace,
      python: """
        n = a.shape[-1]
        upper = jnp.concatenate([a.real, -a.imag], axis=-1)
        lower = jnp.concatenate([a.imag, a.real], axis=-1)
        r = jnp.linalg.inv(jnp.concatenate([upper, lower], axis=-2))
        return lax.complex(r[..., :n, :n], r[..., n:, :n])
        """)
    wrap(
      "solve",
      "(a, b, lower=False, overwrite_a=False, overwrite_b=False, debug=False, check_finite=True,"
        + " assume_a='gen')", in: namespace,
      python: """
        n = a.shape[-1]
        columns = b[..., None] if b.ndim == 1 else b
        upper = jnp.concatenate([jnp.real(a), -jnp.imag(a)], axis=-1)
        lower = jnp.concatenate([jnp.imag(a), jnp.real(a)], axis=-1)
        sides = jnp.concatenate([jnp.real(columns), jnp.imag(columns)], axis=-2)
        r = jnp.linalg.solve(jnp.concatenate([upper, lower], axis=-2), sides)
        x = lax.complex(r[..., :n, :], r[..., n:, :])
        return x[..., 0] if b.ndim == 1 else x
        """)
    wrap(
      "det", "(a, overwrite_a=False, check_finite=True)", in: namespace,
      python: "return jnp.prod(jnp.linalg.eigvals(a), axis=-1)")
    wrap(
      "slogdet", "(a, *, method=None)", in: namespace,
      python: """
        e = jnp.linalg.eigvals(a)
        return jnp.prod(jnp.sign(e), axis=-1), jnp.sum(jnp.log(jnp.abs(e)), axis=-1)
        """)
    wrap(
      "cholesky", "(a, *, upper=False, symmetrize_input=True)", in: namespace,
      python: """
        m = (a + jnp.conj(a.mT)) / 2 if symmetrize_input else a
        rows = jnp.arange(a.shape[-1])
        def step(k, carry):
          rest, root = carry
          column = jnp.sum(jnp.where(rows == k, rest, 0), axis=-1)
          pivot = jnp.sum(jnp.where(rows == k, column.real, 0), axis=-1)
          column = jnp.where(rows >= k, column, 0) / jnp.sqrt(pivot)[..., None]
          rest = rest - column[..., :, None] * jnp.conj(column)[..., None, :]
          return rest, jnp.where(rows == k, column[..., None], root)
        root = lax.fori_loop(0, a.shape[-1], step, (m, jnp.zeros_like(m)))[1]
        isbad = jnp.any(jnp.isnan(root), axis=(-2, -1), keepdims=True)
        root = jnp.where(isbad, jnp.where(rows[:, None] >= rows, jnp.nan, 0.0), root)
        return jnp.conj(root.mT) if upper else root
        """)
    wrap(
      "matrix_power", "(a, n)", in: namespace,
      python: """
        if n < 0:
          a, n = jnp.linalg.inv(a), -n
        result = jnp.broadcast_to(jnp.eye(a.shape[-1], dtype=jnp.complex64), a.shape)
        for _ in range(n):
          result = jnp.matmul(result, a)
        return result
        """)
    wrap(
      "multi_dot", "(arrays, *, precision=None)", in: namespace,
      python: """
        result = arrays[0]
        for a in arrays[1:]:
          result = jnp.dot(result, a)
        return result
        """)
    wrap(
      "outer", "(x1, x2, /)", in: namespace, python: "return jnp.outer(x1, x2)")
    // A norm is one of the numbers' sizes, but for those of singular values.
    for (name, signature, call) in [
      ("vector_norm", "(x, /, *, axis=None, keepdims=False, ord=2)", "axis=axis, ord=ord"),
      ("matrix_norm", "(x, /, *, keepdims=False, ord='fro')", "ord=ord"),
    ] {
      wrap(
        name, signature, in: namespace,
        python: "return jnp.linalg.\(name)(jnp.abs(x), keepdims=keepdims, \(call))")
    }
    guard case .leaf(.function(let plain)) = self["norm"] else { return }
    let spectral = WrittenFunction(
      "norm", RowSignature("(x, ord=None, axis=None, keepdims=False)"),
      """
      if ord not in ('nuc', 2, -2):
        return jnp.linalg.norm(jnp.abs(x), ord, axis, keepdims)
      axes = tuple(range(x.ndim)) if axis is None else axis
      if isinstance(axes, int) or len(axes) != 2:
        return jnp.linalg.norm(jnp.abs(x), ord, axis, keepdims)
      s = jnp.linalg.svdvals(jnp.moveaxis(x, axes, (-2, -1)))
      y = jnp.max(s, -1) if ord == 2 else jnp.min(s, -1) if ord == -2 else jnp.sum(s, -1)
      return jnp.expand_dims(y, tuple(a % x.ndim for a in axes)) if keepdims else y
      """, in: namespace)
    replace("norm") { arguments in
      let parameters = try CallParameters(
        arguments, row: RowSignature("(x, ord=None, axis=None, keepdims=False)"), of: "norm")
      let count = try parameters.optionalInts("axis")?.count
      let rank = try parameters["x"].map { value in
        value.isComplex ? try ComplexTensor(value).real.rank : try value.tensor("x").rank
      }
      let isSpectral: Bool =
        switch parameters["ord"] {
        case .leaf(.string("nuc")), .leaf(.int(2)), .leaf(.int(-2)): (count ?? rank) == 2
        default: false
        }
      return isSpectral || arguments.holdComplex ? try spectral(arguments) : try plain(arguments)
    }
  }
}
