import Testing

/// Arrangements of arrays.
@Suite struct FunctionsArrangingTests {
  @Test func laws() throws {
    try expectLaws(
      """
      x = jnp.arange(12).reshape(3, 4)
      - jnp.array_equal(jnp.rot90(jnp.rot90(x)), x[::-1, ::-1])
      - jnp.array_equal(jnp.rollaxis(x[None], 2), jnp.moveaxis(x[None], 2, 0))
      - jnp.array_equal(jnp.resize(x, (2, 12))[1], x.ravel())
      - jnp.array_equal(jnp.fill_diagonal(x, 9, inplace=False) == x, ~jnp.eye(3, 4, dtype=bool))
      - jnp.array_equal(jnp.diagflat(x[0]), jnp.diag(x[0]))
      - jnp.array_equal(jnp.concatenate(jnp.hsplit(x, 2), axis=1), x)
      """)
  }
}
