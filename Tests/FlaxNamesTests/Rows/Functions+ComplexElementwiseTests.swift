import Testing

/// Functions of complex numbers against formulas.
@Suite struct FunctionsComplexElementwiseTests {
  @Test func laws() throws {
    try expectLaws(
      """
      x = jnp.linspace(-1.5, 2.0, 7)
      z = lax.complex(x, 0.7 - x ** 2)
      - jnp.allclose(jnp.exp(jnp.log(z)), z, atol=1e-5)
      - jnp.allclose(jnp.sin(z) ** 2 + jnp.cos(z) ** 2, 1, atol=1e-4)
      - jnp.allclose(jnp.sqrt(z) ** 2, z, atol=1e-5)
      - jnp.allclose(jnp.tanh(z), jnp.sinh(z) / jnp.cosh(z), atol=1e-5)
      - jnp.allclose(jnp.abs(z) ** 2, (z * jnp.conj(z)).real, atol=1e-5)
      - jnp.allclose(jnp.abs(z) * jnp.exp(1j * jnp.angle(z)), z, atol=1e-5)
      - jnp.allclose(1 / z * z, 1, atol=1e-5)
      - jnp.array_equal(jnp.isnan(z.at[2].set(jnp.nan)), jnp.arange(7) == 2)
      - not jnp.any(jnp.iscomplex(x + 0j))
      """)
  }
}
