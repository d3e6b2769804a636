import Testing

/// Complex arrays against their parts.
@Suite struct FunctionsComplexFormulasTests {
  @Test func laws() throws {
    try expectLaws(
      """
      x = jnp.arange(12.0).reshape(3, 4)
      z = lax.complex(x, x ** 2 - 3)
      - jnp.array_equal(jnp.rot90(z).imag, jnp.rot90(z.imag))
      - jnp.array_equal(jnp.real(jnp.block([z, z])), jnp.block([x, x]))
      - jnp.array_equal(jnp.insert(z, 1, 5 + 1j, axis=1)[:, 2:], z[:, 1:])
      - jnp.allclose(jnp.convolve(z[0], z[1]), jnp.polymul(z[0], z[1]))
      - jnp.allclose(jnp.convolve(z[0], z[1]), jnp.convolve(z[1], z[0]))
      """)
  }
}
