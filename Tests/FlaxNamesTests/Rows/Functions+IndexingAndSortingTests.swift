import Testing

/// Sorting and indexing undo each other.
@Suite struct FunctionsIndexingAndSortingTests {
  @Test func laws() throws {
    try expectLaws(
      """
      x = jnp.array([[3.0, -1.0, 2.0, 0.5], [7.0, 7.0, -2.0, 1.0]])
      order = jnp.argsort(x, axis=1)
      - jnp.array_equal(jnp.take_along_axis(x, order, axis=1), jnp.sort(x, axis=1))
      - jnp.array_equal(jnp.argsort(order[0]), jnp.array([3, 0, 2, 1]))
      - jnp.array_equal(jnp.take(x, jnp.array([1, 0]), axis=0), x[::-1])
      - jnp.array_equal(jnp.flip(jnp.sort(x, axis=1), 1), -jnp.sort(-x, axis=1))
      - jnp.array_equal(x.at[0].set(x[1]).at[1].add(1), jnp.stack([x[1], x[1] + 1]))
      - jnp.array_equal(x[jnp.argmax(x, axis=0), jnp.arange(4)], x.max(0))
      - jnp.array_equal(jnp.partition(x, 1, axis=1)[:, 1], jnp.sort(x, axis=1)[:, 1])
      - jnp.array_equal(x[jnp.nonzero(x > 1, size=4)], jnp.array([3.0, 2.0, 7.0, 7.0]))
      """)
  }
}
