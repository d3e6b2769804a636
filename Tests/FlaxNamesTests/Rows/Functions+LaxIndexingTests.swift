import Testing

/// Slices and updates of `jax.lax`.
@Suite struct FunctionsLaxIndexingTests {
  @Test func laws() throws {
    try expectLaws(
      """
      x = jnp.arange(20).reshape(4, 5)
      - jnp.array_equal(lax.slice(x, (1, 0), (4, 5), (2, 3)), x[1:4:2, ::3])
      - jnp.array_equal(lax.dynamic_slice(x, (9, -2), (2, 3)), x[2:, 2:])
      - jnp.array_equal(lax.dynamic_update_slice(x, x[:2, :2] * 0, (1, 3)), x.at[1:3, 3:].set(0))
      - jnp.array_equal(lax.dynamic_index_in_dim(x, 2, 0), x[2:3])
      - jnp.array_equal(lax.slice_in_dim(x, 1, 4, axis=1), x[:, 1:4])
      """)
  }
}
