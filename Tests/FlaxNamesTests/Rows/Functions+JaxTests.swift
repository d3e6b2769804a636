import Testing

/// Transformations of `jax`.
@Suite struct FunctionsJaxTests {
  @Test func laws() throws {
    try expectLaws(
      """
      x = jnp.arange(6.0).reshape(2, 3)
      w = jnp.ones((3, 2)) * jnp.array([1.0, 2.0])
      - jnp.allclose(jax.vmap(lambda v: v @ w)(x), x @ w)
      - jnp.allclose(jax.vmap(lambda v: v @ v, in_axes=1)(x), (x * x).sum(0))
      - jnp.array_equal(jax.vmap(lambda v, k: v * k, in_axes=(0, None))(x, 2.0), x * 2)
      - jnp.array_equal(jax.jit(lambda v: v + 1)(x), x + 1)
      - jnp.array_equal(jax.lax.stop_gradient(x), x)
      - jnp.array_equal(jax.nn.one_hot(jnp.array([2, 0]), 3), jnp.array([[0.0, 0, 1], [1, 0, 0]]))
      - jnp.allclose(jax.checkpoint(jnp.sin)(x), jnp.sin(x))
      """)
  }
}
