import Testing

/// Parts of arrays.
@Suite struct FunctionsPickingTests {
  @Test func laws() throws {
    try expectLaws(
      """
      x = jnp.arange(20).reshape(4, 5)
      m = jnp.array([True, False, True, True])
      - jnp.array_equal(jnp.compress(m, x, axis=0, size=3), x[jnp.array([0, 2, 3])])
      - jnp.array_equal(jnp.extract(x % 7 == 0, x, size=3), jnp.array([0, 7, 14]))
      - jnp.array_equal(jnp.choose(jnp.array([1, 0, 2]), [x[0, :3], x[1, :3], x[2, :3]], mode='clip'), jnp.array([5, 1, 12]))
      - jnp.array_equal(jnp.select([x < 5, x < 10], [0, 1], 2), jnp.minimum(x // 5, 2))
      - jnp.array_equal(jnp.delete(x, 1, axis=0), x[jnp.array([0, 2, 3])])
      """)
  }
}
