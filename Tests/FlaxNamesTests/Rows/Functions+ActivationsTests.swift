import Testing

/// Activations against one another.
@Suite struct FunctionsActivationsTests {
  @Test func laws() throws {
    try expectLaws(
      """
      x = jnp.linspace(-4.0, 4.0, 9)
      - jnp.allclose(nn.sigmoid(x) + nn.sigmoid(-x), 1, atol=1e-6)
      - jnp.allclose(nn.softplus(x) - nn.softplus(-x), x, atol=1e-5)
      - jnp.allclose(nn.silu(x), x * nn.sigmoid(x), atol=1e-5)
      - jnp.allclose(nn.softmax(x).sum(), 1, atol=1e-6)
      - jnp.allclose(nn.log_softmax(x), jnp.log(nn.softmax(x)), atol=1e-4)
      - jnp.array_equal(nn.relu(x) - nn.relu(-x), x)
      - jnp.allclose(nn.gelu(x, approximate=False), x * jax.scipy.stats.norm.cdf(x), atol=1e-5)
      - jnp.allclose(nn.log_sigmoid(x), -nn.softplus(-x), atol=1e-6)
      - jnp.array_equal(nn.hard_tanh(x), jnp.clip(x, -1, 1))
      - jnp.allclose(nn.glu(jnp.concatenate([x, x])), x * nn.sigmoid(x), atol=1e-5)
      """)
  }
}
