import Testing

/// Reductions of complex arrays against those of their parts.
@Suite struct FunctionsComplexReductionsTests {
  @Test func laws() throws {
    try expectLaws(
      """
      x = jnp.arange(12.0).reshape(3, 4) / 5
      z = lax.complex(x, 1 - x)
      - jnp.allclose(jnp.sum(z, 0), lax.complex(x.sum(0), (1 - x).sum(0)))
      - jnp.allclose(jnp.prod(z, 1), z[:, 0] * z[:, 1] * z[:, 2] * z[:, 3], rtol=1e-4)
      - jnp.allclose(jnp.cumprod(z, 1)[:, -1], jnp.prod(z, 1), rtol=1e-4)
      - jnp.allclose(jnp.var(z), jnp.mean(jnp.abs(z - jnp.mean(z)) ** 2), rtol=1e-4)
      - jnp.allclose(jnp.average(z, weights=x), jnp.sum(z * x) / jnp.sum(x), rtol=1e-4)
      - jnp.array_equal(jnp.sort(jnp.array([1 + 2j, 0 + 5j, 1 - 1j])), jnp.array([0 + 5j, 1 - 1j, 1 + 2j]))
      - jnp.allclose(jnp.cov(z), jnp.conj(jnp.cov(z)).T, atol=1e-4)
      """)
  }
}
