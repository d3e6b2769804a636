import Testing

/// Complex linear algebra keeps to its definitions.
@Suite struct FunctionsComplexSystemsTests {
  @Test func laws() throws {
    try expectLaws(
      """
      x = jnp.array([[2.0, 1.0, 0.5], [0.3, 3.0, -1.0], [1.0, -0.4, 2.5]])
      a = lax.complex(x, x.T * 0.3)
      h = a @ jnp.conj(a).T
      - jnp.allclose(jnp.linalg.inv(a) @ a, jnp.eye(3), atol=1e-5)
      - jnp.allclose(jnp.linalg.det(a @ a), jnp.linalg.det(a) ** 2, rtol=1e-4)
      - jnp.allclose(jnp.linalg.cholesky(h) @ jnp.conj(jnp.linalg.cholesky(h)).T, h, atol=1e-4)
      - jnp.allclose(jnp.linalg.matrix_power(a, 3), a @ a @ a, rtol=1e-4)
      - jnp.allclose(a @ jnp.linalg.solve(a, x[0] + 0j), x[0], atol=1e-5)
      - jnp.allclose(jnp.linalg.norm(a) ** 2, jnp.sum(jnp.abs(a) ** 2), rtol=1e-5)
      """)
  }
}
