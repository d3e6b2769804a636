import Testing

/// Products and convolutions of `jax.lax`.
@Suite struct FunctionsLaxProductsTests {
  @Test func laws() throws {
    try expectLaws(
      """
      x = jnp.arange(24.0).reshape(2, 3, 4) / 7
      y = jnp.cos(jnp.arange(40.0)).reshape(2, 4, 5)
      k = jnp.array([0.5, -1.0, 2.0])
      s = jnp.arange(8.0) ** 1.5
      - jnp.allclose(lax.dot_general(x, y, (((2,), (1,)), ((0,), (0,)))), x @ y, atol=1e-5)
      - jnp.allclose(lax.dot(x[0], y[0]), jnp.einsum('ij,jk->ik', x[0], y[0]), atol=1e-5)
      - jnp.allclose(lax.conv(s[None, None], k[None, None], (1,), 'VALID')[0, 0], jnp.correlate(s, k, mode='valid'), atol=1e-4)
      - jnp.allclose(lax.conv(s[None, None], k[None, None], (2,), 'SAME')[0, 0], jnp.correlate(s, k, mode='same')[1::2], atol=1e-4)
      """)
  }
}
