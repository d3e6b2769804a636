import Testing

/// Polynomials against their values.
@Suite struct FunctionsPolynomialsTests {
  @Test func laws() throws {
    try expectLaws(
      """
      p = jnp.array([2.0, -1.0, 3.0])
      q = jnp.array([1.0, 4.0])
      x = jnp.linspace(-2.0, 2.0, 5)
      - jnp.allclose(jnp.polyval(jnp.polymul(p, q), x), jnp.polyval(p, x) * jnp.polyval(q, x), atol=1e-4)
      - jnp.allclose(jnp.polyval(jnp.polyadd(p, q), x), jnp.polyval(p, x) + jnp.polyval(q, x), atol=1e-5)
      - jnp.allclose(jnp.polyder(p), jnp.array([4.0, -1.0]))
      - jnp.allclose(jnp.polyder(jnp.polyint(p)), p, atol=1e-6)
      - jnp.allclose(jnp.polyfit(x, jnp.polyval(p, x), 2), p, atol=1e-3)
      """)
  }
}
