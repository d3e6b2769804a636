import Testing

/// Special functions of `jax.lax`.
@Suite struct FunctionsLaxSpecialTests {
  @Test func laws() throws {
    try expectLaws(
      """
      x = jnp.linspace(0.5, 4.0, 8)
      - jnp.allclose(lax.lgamma(x + 1), lax.lgamma(x) + jnp.log(x), atol=1e-4)
      - jnp.allclose(lax.digamma(x + 1), lax.digamma(x) + 1 / x, atol=1e-4)
      - jnp.allclose(lax.erf(x) + lax.erfc(x), 1, atol=1e-6)
      - jnp.allclose(lax.erf_inv(lax.erf(x[:4] / 2)), x[:4] / 2, atol=1e-4)
      - jnp.allclose(lax.igamma(2.5, x) + lax.igammac(2.5, x), 1, atol=1e-5)
      """)
  }
}
