import Testing

/// Functions of `jax.lax` against those of `jax.numpy`.
@Suite struct FunctionsLaxTests {
  @Test func laws() throws {
    try expectLaws(
      """
      x = jnp.arange(12.0).reshape(3, 4) - 5
      i = jnp.array([5, -7, 9, -1])
      - jnp.array_equal(lax.select(x > 0, x, -x), jnp.abs(x))
      - jnp.array_equal(lax.clamp(-2.0, x, 3.0), jnp.clip(x, -2, 3))
      - jnp.array_equal(lax.broadcast_in_dim(x[0], (3, 4), (1,)), jnp.broadcast_to(x[0], (3, 4)))
      - jnp.array_equal(lax.rem(i, 4), i - 4 * lax.div(i, 4))
      - jnp.array_equal(lax.transpose(x, (1, 0)), x.T)
      - jnp.array_equal(lax.rsqrt(x ** 2 + 1) * lax.sqrt(x ** 2 + 1) > 0.99999, x == x)
      - jnp.array_equal(lax.bitcast_convert_type(lax.bitcast_convert_type(x, jnp.int32), jnp.float32), x)
      - jnp.array_equal(lax.top_k(x[1], 2)[0], jnp.sort(x[1])[::-1][:2])
      - jnp.array_equal(lax.cumsum(x, axis=1, reverse=True)[:, 0], x.sum(1))
      """)
  }
}
