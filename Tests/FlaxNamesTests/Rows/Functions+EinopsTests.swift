import Testing

/// Laws of `einops`.
@Suite struct FunctionsEinopsTests {
  @Test func laws() throws {
    try expectLaws(
      """
      x = jnp.arange(24.0).reshape(2, 3, 4)
      - jnp.array_equal(einops.rearrange(einops.rearrange(x, 'a b c -> (c a) b'), '(c a) b -> a b c', a=2), x)
      - jnp.array_equal(einops.rearrange(x, 'a b c -> c b a'), jnp.transpose(x, (2, 1, 0)))
      - jnp.array_equal(einops.rearrange(x, 'a b (c d) -> d (a b) c', d=2)[1], x.reshape(6, 4)[:, 1::2])
      - jnp.array_equal(einops.reduce(x, 'a b c -> b', 'sum'), x.sum((0, 2)))
      - jnp.array_equal(einops.reduce(x, 'a b (c d) -> a c', 'max', d=2), x.reshape(2, 3, 2, 2).max((1, 3)))
      - jnp.array_equal(einops.repeat(x, 'a b c -> a (b k) c', k=3), jnp.repeat(x, 3, axis=1))
      - jnp.array_equal(einops.repeat(x, 'a b c -> (k a) b c', k=2), jnp.concatenate([x, x]))
      - jnp.array_equal(einops.reduce(einops.repeat(x, '... -> ... k', k=5), '... k -> ...', 'mean'), x)
      """)
  }
}
