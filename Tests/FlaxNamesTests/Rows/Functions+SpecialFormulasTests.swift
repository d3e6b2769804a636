import Testing

/// Special functions against one another.
@Suite struct FunctionsSpecialFormulasTests {
  @Test func laws() throws {
    try expectLaws(
      """
      x = jnp.linspace(0.1, 0.9, 9)
      - jnp.allclose(jax.scipy.special.expit(jax.scipy.special.logit(x)), x, atol=1e-6)
      - jnp.allclose(jax.scipy.special.ndtri(jax.scipy.special.ndtr(x)), x, atol=1e-5)
      - jnp.allclose(jax.scipy.special.entr(x), -x * jnp.log(x), atol=1e-6)
      - jnp.allclose(jax.scipy.special.rel_entr(x, 1 - x), x * jnp.log(x / (1 - x)), atol=1e-6)
      - jnp.allclose(jax.scipy.special.xlogy(x, x) + jax.scipy.special.entr(x), 0, atol=1e-6)
      - jnp.allclose(jnp.exp(jax.scipy.special.betaln(x, 2.0)), 1 / (x * (x + 1)), rtol=1e-4)
      """)
  }
}
