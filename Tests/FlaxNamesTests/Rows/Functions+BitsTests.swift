import Testing

/// Bits are packed and unpacked.
@Suite struct FunctionsBitsTests {
  @Test func laws() throws {
    try expectLaws(
      """
      u = jnp.array([[1, 129, 255], [0, 7, 64]], jnp.uint8)
      - jnp.array_equal(jnp.packbits(jnp.unpackbits(u)), u.ravel())
      - jnp.array_equal(jnp.unpackbits(u, axis=1).sum(1), jnp.array([11, 4]))
      - jnp.array_equal(jnp.bitwise_count(u), jnp.array([[1, 2, 8], [0, 3, 1]]))
      - jnp.array_equal(jnp.left_shift(u, 1), u * 2)
      """)
  }
}
