import Testing

/// Sets of numbers.
@Suite struct FunctionsSetsTests {
  @Test func laws() throws {
    try expectLaws(
      """
      a = jnp.array([5, 1, 3, 1])
      b = jnp.array([3, 4, 5])
      - jnp.array_equal(jnp.unique(a, size=3), jnp.array([1, 3, 5]))
      - jnp.array_equal(jnp.isin(a, b), (a[:, None] == b).any(1))
      - jnp.array_equal(jnp.intersect1d(a, b, size=2), jnp.array([3, 5]))
      - jnp.array_equal(jnp.union1d(a, b, size=4), jnp.array([1, 3, 4, 5]))
      - jnp.array_equal(jnp.setdiff1d(a, b, size=1), jnp.array([1]))
      """)
  }
}
