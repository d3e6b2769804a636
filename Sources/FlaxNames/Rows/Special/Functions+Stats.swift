import LiftedScan

extension FunctionTable {
  /// Functions of `jax.scipy.stats.norm` in terms of others.
  func addingNormalTails(_ namespace: Namespace) -> FunctionTable {
    var table = self
    for (name, argument, summary, expression) in [
      ("logcdf", "x", "The logarithm of the distribution function.", "log_ndtr((x - loc) / scale)"),
      ("sf", "x", "The survival function.", "ndtr((loc - x) / scale)"),
      ("logsf", "x", "The logarithm of the survival function.", "log_ndtr((loc - x) / scale)"),
      ("ppf", "q", "The quantiles.", "ndtri(q) * scale + loc"),
      ("isf", "q", "The quantiles from above.", "ndtri(1 - q) * scale + loc"),
    ] {
      table.add(
        name, "(\(argument), loc=0, scale=1)", summary, in: namespace,
        python: "return jax.scipy.special.\(expression)")
    }
    return table
  }

  /// Distributions of `jax.scipy.stats` besides the normal one.
  static func stats(_ namespace: Namespace) -> FunctionTable {
    var table = FunctionTable()
    let z = "z = (x - loc) / scale\n"
    let inside = "jnp.where(z >= 0, value, -jnp.inf) - jnp.log(scale)"
    let densities: [(name: String, parameters: String, logarithm: String)] = [
      ("laplace", "", "return -jnp.abs(z) - jnp.log(2.0 * scale)"),
      ("logistic", "", "return -z - 2 * jnp.logaddexp(0.0, -z) - jnp.log(scale)"),
      ("cauchy", "", "return -jnp.log1p(z * z) - jnp.log(math.pi * scale)"),
      ("expon", "", "value = -z\nreturn \(inside)"),
      (
        "uniform", "",
        "return jnp.where((z >= 0) & (z <= 1), -jnp.log(scale), -jnp.inf).astype(x.dtype)"
      ),
      (
        "gamma", "a, ",
        "s = jnp.where(z > 0, z, 1.0)\n"
          + "value = (a - 1) * jnp.log(s) - z - lax.lgamma(jnp.asarray(a) * 1.0)\nreturn \(inside)"
      ),
      (
        "beta", "a, b, ",
        "s = jnp.where((z > 0) & (z < 1), z, 0.5)\n"
          + "value = (a - 1) * jnp.log(s) + (b - 1) * jnp.log1p(-s)"
          + " - jax.scipy.special.betaln(a, b)\n"
          + "return jnp.where((z >= 0) & (z <= 1), value, -jnp.inf) - jnp.log(scale)"
      ),
      (
        "t", "df, ",
        "n = jnp.asarray(df) * 1.0\n"
          + "return lax.lgamma((n + 1) / 2) - lax.lgamma(n / 2) - 0.5 * jnp.log(n * math.pi)"
          + " - (n + 1) / 2 * jnp.log1p(z * z / n) - jnp.log(scale)"
      ),
      (
        "chi2", "df, ",
        "h = jnp.asarray(df) / 2\ns = jnp.where(z > 0, z, 1.0)\n"
          + "value = (h - 1) * jnp.log(s) - z / 2 - h * math.log(2.0) - lax.lgamma(h)\n"
          + "return \(inside)"
      ),
      (
        "pareto", "b, ",
        "value = jnp.log(b * 1.0) - (b + 1) * jnp.log(jnp.where(z >= 1, z, 1.0))\n"
          + "return jnp.where(z >= 1, value, -jnp.inf) - jnp.log(scale)"
      ),
    ]
    for (name, parameters, logarithm) in densities {
      let signature = "(x, \(parameters)loc=0, scale=1)"
      table.addDistribution(
        name, ("logpdf", "pdf"), signature,
        z.replacing("z =", with: "x, scale = jnp.asarray(x) * 1.0, jnp.asarray(scale) * 1.0\nz =")
          + logarithm, namespace)
    }
    table.addDiscreteDistributions(namespace)
    return table
  }

  private mutating func addDiscreteDistributions(_ namespace: Namespace) {
    let k = "k = jnp.asarray(k, jnp.float32)\nn0 = k - loc\n"
    addDistribution(
      "poisson", ("logpmf", "pmf"), "(k, mu, loc=0)",
      k + "value = jax.scipy.special.xlogy(n0, jnp.asarray(mu) * 1.0) - lax.lgamma(n0 + 1) - mu\n"
        + "return jnp.where(n0 >= 0, value, -jnp.inf)", namespace)
    addDistribution(
      "bernoulli", ("logpmf", "pmf"), "(k, p, loc=0)",
      k + "value = jax.scipy.special.xlogy(n0, jnp.asarray(p) * 1.0)"
        + " + jax.scipy.special.xlog1py(1 - n0, -jnp.asarray(p) * 1.0)\n"
        + "return jnp.where((n0 == 0) | (n0 == 1), value, -jnp.inf)", namespace)
    addDistribution(
      "geom", ("logpmf", "pmf"), "(k, p, loc=0)",
      k + "value = jax.scipy.special.xlog1py(n0 - 1, -jnp.asarray(p) * 1.0)"
        + " + jnp.log(jnp.asarray(p) * 1.0)\nreturn jnp.where(n0 >= 1, value, -jnp.inf)", namespace)
    addDistribution(
      "multivariate_normal", ("logpdf", "pdf"), "(x, mean, cov, allow_singular=None)",
      """
      mean, cov = jnp.asarray(mean) * 1.0, jnp.asarray(cov) * 1.0
      if mean.ndim == 0:
        return -0.5 * ((x - mean) ** 2 / cov + jnp.log(2 * math.pi * cov))
      n = mean.shape[-1]
      if cov.ndim == 0:
        y = x - mean
        return -0.5 * (jnp.einsum('...i,...i->...', y, y) / cov
                       + n * (math.log(2 * math.pi) + jnp.log(cov)))
      root = jnp.linalg.cholesky(cov)
      d = x - mean
      y = jnp.linalg.solve(root, d[..., None])[..., 0]
      diagonal = jnp.diagonal(root, axis1=-2, axis2=-1)
      return (-0.5 * jnp.sum(y * y, -1) - n / 2 * math.log(2 * math.pi)
              - jnp.sum(jnp.log(diagonal), -1))
      """, namespace)
    addDistribution(
      "dirichlet", ("logpdf", "pdf"), "(x, alpha)",
      """
      alpha = jnp.asarray(alpha) * 1.0
      scale = lax.lgamma(jnp.sum(alpha)) - jnp.sum(lax.lgamma(alpha))
      a = alpha.reshape(alpha.shape + (1,) * (x.ndim - 1))
      return scale + jnp.sum(jax.scipy.special.xlogy(a - 1, x), axis=0)
      """, namespace)
  }

  /// Adds a distribution: the logarithm of its density or mass, and the density or mass.
  private mutating func addDistribution(
    _ name: String, _ functions: (logarithm: String, plain: String), _ signature: String,
    _ text: String, _ namespace: Namespace
  ) {
    let row = RowSignature(signature)
    let logarithm = WrittenFunction(functions.logarithm, row, text, in: namespace)
    let plain = Function(functions.plain) { arguments in
      .tensor(try logarithm(arguments).tensor().unary(.exp))
    }
    add(
      name, "Densities of a distribution.",
      value: .record(
        name,
        [
          (
            functions.logarithm,
            .leaf(.function(Function(functions.logarithm) { try logarithm($0) }))
          ),
          (functions.plain, .leaf(.function(plain))),
        ]))
  }
}
