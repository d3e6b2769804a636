import Testing

/// Bits of numbers.
@Suite struct FunctionsLaxBitsTests {
  @Test func laws() throws {
    try expectLaws(
      """
      n = jnp.array([0, 1, 6, 255, 1023], jnp.int32)
      - jnp.array_equal(lax.population_count(n), jnp.array([0, 1, 2, 8, 10]))
      - jnp.array_equal(lax.clz(n), jnp.array([32, 31, 29, 24, 22]))
      - jnp.array_equal(lax.population_count(n) + lax.population_count(~n), jnp.full(5, 32))
      - jnp.array_equal(lax.reduce_precision(jnp.array([1.0, 1.1, -3.7]), 8, 7), jnp.array([1.0, 1.1, -3.7]).astype(jnp.bfloat16).astype(jnp.float32))
      """)
  }
}
