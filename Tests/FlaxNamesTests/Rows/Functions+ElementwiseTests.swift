import Testing

/// Functions of `jax.numpy` of each element keep to their definitions.
@Suite struct FunctionsElementwiseTests {
  @Test func laws() throws {
    try expectLaws(
      """
      x = jnp.linspace(-3.0, 3.0, 13)
      i = jnp.arange(-6, 7)
      - jnp.array_equal(jnp.floor_divide(i, 4) * 4 + jnp.mod(i, 4), i)
      - jnp.array_equal(jnp.fmod(i, 4), i - jnp.trunc(i / 4).astype(i.dtype) * 4)
      - jnp.array_equal(jnp.maximum(x, -x), jnp.abs(x))
      - jnp.array_equal(jnp.sign(x) * jnp.abs(x), x)
      - jnp.array_equal(jnp.rint(x), jnp.round(x))
      - jnp.allclose(jnp.logaddexp(x, 2 * x), jnp.log(jnp.exp(x) + jnp.exp(2 * x)), atol=1e-5)
      - jnp.allclose(jnp.arctan2(jnp.sin(x), jnp.cos(x)), x, atol=1e-5)
      - jnp.allclose(jnp.expm1(jnp.log1p(jnp.abs(x))), jnp.abs(x), atol=1e-5)
      - jnp.allclose(jnp.cbrt(x) ** 3, x, atol=1e-5)
      - jnp.array_equal(jnp.where(x > 1, 1, jnp.minimum(x, 1)), jnp.minimum(x, 1))
      - jnp.array_equal((i & 5) + (i | 5), i + 5)
      - jnp.array_equal((i ^ 3) ^ 3, i)
      """)
  }
}
