import Testing

/// Decompositions of `jax.lax.linalg` give back their matrix.
@Suite struct FunctionsLaxLinalgTests {
  @Test func laws() throws {
    try expectLaws(
      """
      a = jnp.array([[4.0, 1.0, -2.0], [1.0, 3.0, 0.5], [2.0, -1.0, 5.0]])
      s = a @ a.T
      v, w = lax.linalg.eigh(s)
      u, d, vt = lax.linalg.svd(a, full_matrices=False)
      - jnp.allclose(lax.linalg.cholesky(s) @ lax.linalg.cholesky(s).T, s, atol=1e-4)
      - jnp.allclose(v * w @ v.T, s, rtol=1e-4, atol=1e-3)
      - jnp.allclose(u * d @ vt, a, atol=1e-4)
      - jnp.allclose(jnp.tril(s) @ lax.linalg.triangular_solve(s, a, left_side=True, lower=True), a, atol=1e-3)
      """)
  }
}
