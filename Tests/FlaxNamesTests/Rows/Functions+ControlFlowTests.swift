import Testing

/// Loops and branches against what they unroll to.
@Suite struct FunctionsControlFlowTests {
  @Test func laws() throws {
    try expectLaws(
      """
      x = jnp.arange(6.0).reshape(3, 2)
      carry, ys = lax.scan(lambda c, v: (c * 0.5 + v, c.sum()), jnp.zeros(2), x)
      back, ys2 = lax.scan(lambda c, v: (c * 0.5 + v, c.sum()), jnp.zeros(2), x, reverse=True)
      - jnp.allclose(carry, (x[0] * 0.5 + x[1]) * 0.5 + x[2])
      - jnp.allclose(ys[2], (x[0] * 0.5 + x[1]).sum())
      - jnp.allclose(back, (x[2] * 0.5 + x[1]) * 0.5 + x[0])
      - jnp.allclose(ys2[0], (x[2] * 0.5 + x[1]).sum())
      - lax.fori_loop(2, 7, lambda k, c: c * 2 + k, 1) == ((((1 * 2 + 2) * 2 + 3) * 2 + 4) * 2 + 5) * 2 + 6
      - lax.while_loop(lambda c: c < 100, lambda c: c * 3, 1) == 243
      - jnp.array_equal(lax.cond(x[0, 1] > 0, lambda a: a + 1, lambda a: a - 1, x), x + 1)
      - lax.switch(jnp.array(9), [lambda: 1, lambda: 2, lambda: 3]) == 3
      - jnp.array_equal(lax.map(lambda v: v @ v, x), (x * x).sum(1))
      - jnp.allclose(lax.associative_scan(jnp.add, x), jnp.cumsum(x, 0))
      """)
  }
}
