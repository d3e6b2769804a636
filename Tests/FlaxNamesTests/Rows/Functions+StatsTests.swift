import Testing

/// Distributions of `jax.scipy.stats`.
@Suite struct FunctionsStatsTests {
  @Test func laws() throws {
    try expectLaws(
      """
      x = jnp.linspace(-3.0, 3.0, 301)
      n = jnp.arange(60)
      - jnp.abs(jnp.trapezoid(jax.scipy.stats.norm.pdf(x, 0, 0.5), dx=0.02) - 1) < 1e-4
      - jnp.allclose(jax.scipy.stats.norm.cdf(x) + jax.scipy.stats.norm.sf(x), 1, atol=1e-6)
      - jnp.allclose(jax.scipy.stats.norm.ppf(jax.scipy.stats.norm.cdf(x[100:200])), x[100:200], atol=1e-4)
      - jnp.abs(jax.scipy.stats.poisson.pmf(n, 5.0).sum() - 1) < 1e-4
      - jnp.allclose(jnp.exp(jax.scipy.stats.laplace.logpdf(x, 0.0, 1.0)), jnp.exp(-jnp.abs(x)) / 2, atol=1e-6)
      - jnp.allclose(jax.scipy.stats.uniform.pdf(x, 0, 2), ((x >= 0) & (x <= 2)) / 2)
      - jnp.allclose(jax.scipy.stats.expon.logpdf(jnp.abs(x)), -jnp.abs(x), atol=1e-6)
      - jnp.abs(jnp.trapezoid(jax.scipy.stats.gamma.pdf(x[151:] * 8, 2.0), dx=0.16) - 1) < 2e-2
      """)
  }
}
