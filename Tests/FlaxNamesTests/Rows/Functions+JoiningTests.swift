import Testing

/// Parts are joined and split again.
@Suite struct FunctionsJoiningTests {
  @Test func laws() throws {
    try expectLaws(
      """
      x = jnp.arange(24).reshape(2, 3, 4)
      - jnp.array_equal(jnp.concatenate(jnp.split(x, 2, axis=2), axis=2), x)
      - jnp.array_equal(jnp.concatenate(jnp.array_split(x, 3, axis=2), axis=2), x)
      - jnp.array_equal(jnp.stack([x[0], x[1]]), x)
      - jnp.array_equal(jnp.stack([x, -x], axis=-1)[..., 1], -x)
      - jnp.array_equal(jnp.vstack([x[0], x[1]]), x.reshape(6, 4))
      - jnp.array_equal(jnp.hstack([x[0], x[1]]), jnp.concatenate([x[0], x[1]], axis=1))
      - jnp.array_equal(jnp.dstack([x[0], x[1]])[..., 1], x[1])
      - jnp.array_equal(jnp.append(x, x[:1], axis=0)[2], x[0])
      """)
  }
}
