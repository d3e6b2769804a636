import LiftedScan

extension FunctionTable {
  /// Functions of `jax.scipy.special` in terms of others.
  func addingSpecialFormulas(_ namespace: Namespace) -> FunctionTable {
    var table = self
    let rows: [(String, String, String, String)] = [
      ("gammainc", "(a, x)", "The lower incomplete gamma function.", "lax.igamma(a, x)"),
      ("gammaincc", "(a, x)", "The upper incomplete gamma function.", "lax.igammac(a, x)"),
      ("betainc", "(a, b, x)", "The incomplete beta function.", "lax.betainc(a, b, x)"),
      ("polygamma", "(n, x)", "Derivatives of the digamma function.", "lax.polygamma(n, x)"),
      ("zeta", "(x, q=None)", "The zeta function.", "lax.zeta(x, 1.0 if q is None else q)"),
      ("i0e", "(x)", "The Bessel function i0, scaled.", "lax.bessel_i0e(x)"),
      ("i1e", "(x)", "The Bessel function i1, scaled.", "lax.bessel_i1e(x)"),
      ("i0", "(x)", "The modified Bessel function of order 0.", "jnp.i0(x)"),
      (
        "i1", "(x)", "The modified Bessel function of order 1.",
        "jnp.exp(jnp.abs(x)) * lax.bessel_i1e(x)"
      ),
      (
        "betaln", "(a, b)", "The logarithm of the beta function.",
        "lax.lgamma(jnp.asarray(a) * 1.0) + lax.lgamma(jnp.asarray(b) * 1.0)"
          + " - lax.lgamma(jnp.asarray(a) * 1.0 + b)"
      ),
      (
        "gammasgn", "(x)", "The sign of the gamma function.",
        "jnp.where((x < 0) & (jnp.floor(x) % 2 != 0), -1.0, jnp.where((x < 0)"
          + " & (x == jnp.floor(x)), jnp.nan, jnp.where(x == 0, jnp.copysign(1.0, x), 1.0)))"
          + ".astype(x.dtype)"
      ),
      (
        "gamma", "(x)", "The gamma function.",
        "jax.scipy.special.gammasgn(jnp.asarray(x) * 1.0)"
          + " * jnp.exp(lax.lgamma(jnp.asarray(x) * 1.0))"
      ),
      (
        "beta", "(a, b)", "The beta function.",
        "jax.scipy.special.gammasgn(jnp.asarray(a) * 1.0)"
          + " * jax.scipy.special.gammasgn(jnp.asarray(b) * 1.0)"
          + " * jax.scipy.special.gammasgn(jnp.asarray(a) * 1.0 + b)"
          + " * jnp.exp(jax.scipy.special.betaln(a, b))"
      ),
      (
        "factorial", "(n, exact=False)", "The factorial.",
        "jnp.where(n < 0, 0.0, jnp.exp(lax.lgamma(jnp.asarray(n, jnp.float32) + 1)))"
      ),
      (
        "poch", "(z, m)", "Rising factorials.",
        "jnp.where(m == 0, 1.0, jnp.exp(lax.lgamma(jnp.asarray(z) * 1.0 + m)"
          + " - lax.lgamma(jnp.asarray(z) * 1.0)))"
      ),
      (
        "multigammaln", "(a, d)", "The logarithm of the multivariate gamma function.",
        "sum([lax.lgamma(jnp.asarray(a) * 1.0 - k / 2) for k in range(d)])"
          + " + d * (d - 1) / 4 * math.log(math.pi)"
      ),
      (
        "rel_entr", "(p, q)", "p log(p / q).",
        "jnp.where((p > 0) & (q > 0), p * jnp.log(jnp.where(p > 0, p, 1.0)"
          + " / jnp.where(q > 0, q, 1.0)), jnp.where((p == 0) & (q >= 0), 0.0, jnp.inf))"
      ),
      ("kl_div", "(p, q)", "p log(p / q) - p + q.", "jax.scipy.special.rel_entr(p, q) - p + q"),
      (
        "boxcox", "(x, lmbda)", "The Box-Cox transform.",
        "jnp.where(lmbda == 0, jnp.log(x), jnp.expm1(lmbda * jnp.log(x))"
          + " / jnp.where(lmbda == 0, 1.0, lmbda))"
      ),
      (
        "boxcox1p", "(x, lmbda)", "The Box-Cox transform of 1 + x.",
        "jnp.where(lmbda == 0, jnp.log1p(x), jnp.expm1(lmbda * jnp.log1p(x))"
          + " / jnp.where(lmbda == 0, 1.0, lmbda))"
      ),
    ]
    for (name, signature, summary, expression) in rows {
      table.add(name, signature, summary, in: namespace, python: "return \(expression)")
    }
    // Newton's steps on the logarithm, from the inverse error function's value on.
    table.add(
      "ndtri", "(p)", "The inverse of the normal distribution function.", in: namespace,
      python: """
        q = jnp.minimum(p, 1 - p)
        safe = jnp.where(q > 0, q, 0.5)
        z = lax.erf_inv(jnp.maximum(2 * safe - 1, -0.9999)) * 1.4142135623730951
        for _ in range(6):
          log = jax.scipy.special.log_ndtr(z)
          slope = jnp.exp(-z * z / 2 - 0.9189385332046727 - log)
          z = z - (log - jnp.log(safe)) / slope
        z = jnp.where(q == 0, -jnp.inf, z)
        return jnp.where((p < 0) | (p > 1), jnp.nan, jnp.where(p > 0.5, -z, z))
        """)
    return table
  }
}
