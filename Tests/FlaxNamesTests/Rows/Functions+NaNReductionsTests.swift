import Testing

/// Reductions without what is missing.
@Suite struct FunctionsNaNReductionsTests {
  @Test func laws() throws {
    try expectLaws(
      """
      x = jnp.array([[1.0, jnp.nan, 3.0], [4.0, 5.0, jnp.nan]])
      z = jnp.nan_to_num(x)
      - jnp.array_equal(jnp.nansum(x, 1), z.sum(1))
      - jnp.allclose(jnp.nanmean(x, 1), z.sum(1) / (~jnp.isnan(x)).sum(1))
      - jnp.array_equal(jnp.nanmax(x, 0), jnp.array([4.0, 5.0, 3.0]))
      - jnp.array_equal(jnp.nanargmin(x, 1), jnp.array([0, 0]))
      - jnp.array_equal(jnp.nancumsum(x, 1)[:, -1], z.sum(1))
      - jnp.array_equal(jnp.nanmedian(x, 1), jnp.array([2.0, 4.5]))
      """)
  }
}
