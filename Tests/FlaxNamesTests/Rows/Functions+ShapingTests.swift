import Testing

/// Shapes change and come back.
@Suite struct FunctionsShapingTests {
  @Test func laws() throws {
    try expectLaws(
      """
      x = jnp.arange(24).reshape(2, 3, 4)
      - jnp.array_equal(jnp.moveaxis(jnp.moveaxis(x, 0, 2), 2, 0), x)
      - jnp.array_equal(jnp.swapaxes(x, 0, 2), x.T)
      - jnp.array_equal(jnp.squeeze(jnp.expand_dims(x, (0, 3))), x)
      - jnp.array_equal(jnp.ravel(x, order='F'), jnp.ravel(x.T))
      - jnp.array_equal(jnp.roll(jnp.roll(x, 3, axis=1), -3, axis=1), x)
      - jnp.array_equal(jnp.repeat(x, 2, axis=0)[::2], x)
      - jnp.array_equal(jnp.tile(x, (2, 1, 3))[2:, :, 4:8], x)
      - jnp.array_equal(jnp.pad(x, ((0, 0), (1, 2), (0, 1)))[:, 1:4, :4], x)
      - jnp.array_equal(jnp.pad(x[0, 0], 2, mode='reflect'), jnp.array([2, 1, 0, 1, 2, 3, 2, 1]))
      """)
  }
}
