import Testing

/// Counts of values.
@Suite struct FunctionsCountingTests {
  @Test func laws() throws {
    try expectLaws(
      """
      x = jnp.array([3, 1, 1, 0, 3, 3])
      - jnp.array_equal(jnp.bincount(x, length=5), jnp.array([1, 2, 0, 3, 0]))
      - jnp.allclose(jnp.bincount(x, weights=x * 0.5, length=4), jnp.array([0.0, 1.0, 0.0, 4.5]))
      - jnp.bincount(x, length=4).sum() == x.size
      """)
  }
}
