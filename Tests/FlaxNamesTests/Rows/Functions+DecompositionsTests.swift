import Testing

/// Decompositions give back their matrix.
@Suite struct FunctionsDecompositionsTests {
  @Test func laws() throws {
    try expectLaws(
      """
      a = jnp.array([[4.0, 1.0, -2.0, 0.3], [1.0, 3.0, 0.5, -1.0], [2.0, -1.0, 5.0, 2.0]])
      s = a @ a.T
      u, d, vt = jnp.linalg.svd(a, full_matrices=False)
      w, v = jnp.linalg.eigh(s)
      q, r = jnp.linalg.qr(a.T)
      - jnp.allclose(u * d @ vt, a, atol=1e-4)
      - jnp.allclose(v * w @ v.T, s, rtol=1e-4, atol=1e-3)
      - jnp.allclose(q @ r, a.T, atol=1e-4)
      - jnp.allclose(q.T @ q, jnp.eye(3), atol=1e-5)
      - jnp.allclose(jnp.sqrt(w[::-1]), d, rtol=1e-4)
      - jnp.linalg.matrix_rank(a.T @ a) == 3
      - jnp.allclose(jnp.linalg.norm(a, 2), d[0], rtol=1e-5)
      """)
  }
}
