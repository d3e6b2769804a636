import Testing

/// Decompositions of `jax.scipy.linalg` give back their matrix.
@Suite struct FunctionsScipyLinalgTests {
  @Test func laws() throws {
    try expectLaws(
      """
      a = jnp.array([[4.0, 1.0, -2.0], [1.0, 3.0, 0.5], [2.0, -1.0, 5.0]])
      s = a @ a.T
      p, l, u = jax.scipy.linalg.lu(a)
      q, r = jax.scipy.linalg.qr(a)
      - jnp.allclose(p @ l @ u, a, atol=1e-5)
      - jnp.allclose(q @ r, a, atol=1e-5)
      - jnp.allclose(jnp.tril(l), l)
      - jnp.allclose(a @ jax.scipy.linalg.lu_solve(jax.scipy.linalg.lu_factor(a), s), s, atol=1e-3)
      - jnp.allclose(s @ jax.scipy.linalg.cho_solve(jax.scipy.linalg.cho_factor(s), a), a, atol=1e-3)
      - jnp.allclose(jax.scipy.linalg.toeplitz(jnp.arange(3.0))[2], jnp.array([2.0, 1.0, 0.0]))
      - jnp.allclose(jax.scipy.linalg.block_diag(a, s)[3:, 3:], s)
      - jnp.allclose(jax.scipy.linalg.expm(jnp.zeros((3, 3))), jnp.eye(3))
      """)
  }
}
