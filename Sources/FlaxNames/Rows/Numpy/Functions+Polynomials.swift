import LiftedScan

extension FunctionTable {
  /// Polynomials of `jax.numpy`, their coefficients from the highest power down.
  mutating func addPolynomials(_ namespace: Namespace) {
    for (name, sign, summary) in [
      ("polyadd", "+", "The sum of polynomials."), ("polysub", "-", "Their difference."),
    ] {
      add(
        name, "(a1, a2)", summary, in: namespace,
        python: """
          a, b = jnp.asarray(a1), jnp.asarray(a2)
          n = max(a.shape[0], b.shape[0])
          return jnp.pad(a, (n - a.shape[0], 0)) \(sign) jnp.pad(b, (n - b.shape[0], 0))
          """)
    }
    add(
      "polymul", "(a1, a2, *, trim_leading_zeros=False)", "The product of polynomials.",
      in: namespace,
      python: """
        if trim_leading_zeros:
          raise ValueError('polymul keeps leading zeros: their number is not known while tracing')
        a, b = jnp.asarray(a1) * 1.0, jnp.asarray(a2) * 1.0
        return jnp.convolve(a, b, mode='full')
        """)
    add(
      "polyder", "(p, m=1)", "The m-th derivative of a polynomial.", in: namespace,
      python: """
        p = jnp.asarray(p) * 1.0
        if m < 0:
          raise ValueError('polyder takes an order that is not negative')
        for _ in range(min(m, p.shape[0])):
          p = p[:-1] * jnp.arange(p.shape[0] - 1, 0, -1).astype(jnp.float32)
        return p
        """)
    add(
      "polyint", "(p, m=1, k=None)", "The m-th integral of a polynomial.", in: namespace,
      python: """
        p = jnp.asarray(p) * 1.0
        if m < 0:
          raise ValueError('polyint takes an order that is not negative')
        constants = jnp.zeros(m) if k is None else jnp.atleast_1d(jnp.asarray(k))
        if constants.shape[0] == 1:
          constants = jnp.full(m, constants[0])
        for n in range(m):
          powers = jnp.arange(p.shape[0], 0, -1).astype(jnp.float32)
          p = jnp.concatenate([p / powers, constants[n:n + 1]])
        return p
        """)
    add(
      "polydiv", "(u, v, *, trim_leading_zeros=False)", "Quotient and remainder of polynomials.",
      in: namespace,
      python: """
        if trim_leading_zeros:
          raise ValueError('polydiv keeps leading zeros: their number is not known while tracing')
        u, v = jnp.asarray(u) * 1.0, jnp.asarray(v) * 1.0
        m, n = u.shape[0] - 1, v.shape[0] - 1
        q = []
        for k in range(m - n + 1):
          d = u[k] / v[0]
          q.append(d)
          u = u - jnp.pad(d * v, (k, m - n - k))
        return (jnp.stack(q) if q else jnp.zeros(max(m - n + 1, 1))), u
        """)
    add(
      "polyfit", "(x, y, deg, rcond=None, full=False, w=None, cov=False)",
      "The polynomial of a degree that fits points best.", in: namespace,
      python: """
        if full or cov:
          raise ValueError('polyfit returns the coefficients only: leave out full and cov')
        x, y = jnp.asarray(x) * 1.0, jnp.asarray(y) * 1.0
        left = jnp.vander(x, deg + 1)
        right = y
        if w is not None:
          left = left * w[:, None]
          right = right * (w[:, None] if right.ndim == 2 else w)
        scale = jnp.sqrt(jnp.sum(left * left, axis=0))
        limit = x.shape[0] * 1.1920929e-07 if rcond is None else rcond
        c = jnp.linalg.lstsq(left / scale, right, limit)[0]
        return (c.T / scale).T
        """)
    add(
      "poly", "(seq_of_zeros)", "The polynomial of these roots, or of a matrix's eigenvalues.",
      in: namespace,
      python: """
        zeros = jnp.asarray(seq_of_zeros)
        if zeros.ndim == 2:
          zeros = jnp.linalg.eigvals(zeros)
        one = jnp.ones_like(zeros[:1]) * 1.0 if zeros.shape[0] else jnp.ones(1)
        p = one
        for k in range(zeros.shape[0]):
          p = jnp.convolve(p, jnp.concatenate([one, -zeros[k:k + 1]]), mode='full')
        return p
        """)
    add(
      "roots", "(p, *, strip_zeros=True)", "The roots of a polynomial, complex ones.",
      in: namespace,
      python: """
        if strip_zeros:
          raise ValueError('roots of an array needs strip_zeros=False: whether coefficients are '
                           'zero is not known while tracing')
        p = jnp.atleast_1d(jnp.asarray(p) * 1.0)
        if p.shape[0] < 2:
          return jnp.zeros(0, jnp.complex64)
        n = p.shape[0] - 1
        below = jnp.eye(n - 1, n, dtype=jnp.float32)
        return jnp.linalg.eigvals(jnp.concatenate([-p[None, 1:] / p[0], below]))
        """)
  }
}
