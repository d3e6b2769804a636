import Testing

/// Keys and draws.
@Suite struct FunctionsRandomTests {
  @Test func laws() throws {
    try expectLaws(
      """
      key = jax.random.key(3)
      a, b = jax.random.split(key)
      u = jax.random.uniform(key, (500,), minval=2.0, maxval=3.0)
      - jnp.array_equal(jax.random.normal(a, (4,)), jax.random.normal(a, (4,)))
      - not jnp.any(jax.random.bits(a, (4,)) == jax.random.bits(b, (4,)))
      - jnp.all((u >= 2) & (u < 3))
      - jnp.abs(u.mean() - 2.5) < 0.05
      - jnp.array_equal(jnp.sort(jax.random.permutation(key, 20)), jnp.arange(20))
      - jnp.array_equal(jnp.unique(jax.random.choice(key, 9, (9,), replace=False), size=9), jnp.arange(9))
      - jnp.all(jax.random.categorical(key, jnp.array([-jnp.inf, 0.0, -jnp.inf]), shape=(50,)) == 1)
      - jnp.abs(jax.random.bernoulli(key, 0.25, (800,)).mean() - 0.25) < 0.06
      - jnp.allclose(jax.random.dirichlet(key, jnp.ones(4), (5,)).sum(1), 1, atol=1e-5)
      - not jnp.array_equal(jax.random.key_data(jax.random.fold_in(key, 1)), jax.random.key_data(key))
      """)
  }
}
