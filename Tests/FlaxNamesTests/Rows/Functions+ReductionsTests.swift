import Testing

/// Reductions against one another.
@Suite struct FunctionsReductionsTests {
  @Test func laws() throws {
    try expectLaws(
      """
      x = jnp.array([[3.0, -1.0, 2.5], [0.0, 4.0, -2.0]])
      - jnp.allclose(jnp.mean(x, 1), jnp.sum(x, 1) / 3)
      - jnp.allclose(jnp.var(x, 0, ddof=1), jnp.sum((x - x.mean(0)) ** 2, 0) / 1, atol=1e-5)
      - jnp.allclose(jnp.std(x) ** 2, jnp.var(x), rtol=1e-5)
      - jnp.array_equal(jnp.max(x, axis=(0, 1)), jnp.sort(x.ravel())[-1])
      - jnp.array_equal(jnp.min(x, 1), -jnp.max(-x, 1))
      - jnp.array_equal(jnp.ptp(x, 0), x.max(0) - x.min(0))
      - jnp.array_equal(jnp.any(x > 2, 1), ~jnp.all(x <= 2, 1))
      - jnp.allclose(jnp.quantile(x, 0.5, axis=1), jnp.median(x, 1))
      - jnp.array_equal(jnp.sum(x, where=x > 0), jnp.sum(jnp.where(x > 0, x, 0)))
      - jnp.array_equal(jnp.diff(jnp.cumsum(x, 1), axis=1), x[:, 1:])
      """)
  }
}
