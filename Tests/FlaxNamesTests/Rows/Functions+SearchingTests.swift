import Testing

/// Places of values.
@Suite struct FunctionsSearchingTests {
  @Test func laws() throws {
    try expectLaws(
      """
      x = jnp.array([1.0, 3.0, 3.0, 7.0])
      q = jnp.array([0.0, 1.0, 3.0, 5.0, 9.0])
      - jnp.array_equal(jnp.searchsorted(x, q), (x < q[:, None]).sum(1))
      - jnp.array_equal(jnp.searchsorted(x, q, side='right'), (x <= q[:, None]).sum(1))
      - jnp.array_equal(jnp.digitize(q, x), jnp.searchsorted(x, q, side='right'))
      - jnp.array_equal(jnp.argwhere(x == 3, size=2), jnp.array([[1], [2]]))
      - jnp.array_equal(jnp.histogram(q, bins=x)[0], jnp.array([1, 0, 2]))
      """)
  }
}
