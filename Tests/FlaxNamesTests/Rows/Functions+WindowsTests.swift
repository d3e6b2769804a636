import Testing

/// Windows are symmetric.
@Suite struct FunctionsWindowsTests {
  @Test func laws() throws {
    try expectLaws(
      """
      - jnp.allclose(jnp.hanning(9), jnp.hanning(9)[::-1], atol=1e-6)
      - jnp.allclose(jnp.hamming(9), 0.54 - 0.46 * jnp.cos(jnp.pi * jnp.arange(9) / 4), atol=1e-6)
      - jnp.allclose(jnp.bartlett(9), 1 - jnp.abs(jnp.arange(9) - 4) / 4, atol=1e-6)
      - jnp.allclose(jnp.kaiser(9, 0.0), jnp.ones(9), atol=1e-6)
      """)
  }
}
