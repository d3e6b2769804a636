import Testing

/// Solutions of linear systems solve them.
@Suite struct FunctionsLinearSystemsTests {
  @Test func laws() throws {
    try expectLaws(
      """
      a = jnp.array([[4.0, 1.0, -2.0], [1.0, 3.0, 0.5], [2.0, -1.0, 5.0]])
      b = jnp.array([1.0, -2.0, 0.5])
      sign, logdet = jnp.linalg.slogdet(-a)
      - jnp.allclose(a @ jnp.linalg.solve(a, b), b, atol=1e-5)
      - jnp.allclose(a @ jnp.linalg.inv(a), jnp.eye(3), atol=1e-5)
      - jnp.allclose(sign * jnp.exp(logdet), -jnp.linalg.det(a), rtol=1e-5)
      - jnp.allclose(a @ jnp.linalg.pinv(a[:, :2]).T, a @ a[:, :2] @ jnp.linalg.inv(a[:, :2].T @ a[:, :2]), atol=1e-4)
      - jnp.allclose(jnp.linalg.lstsq(a[:, :2], b)[0], jnp.linalg.pinv(a[:, :2]) @ b, atol=1e-4)
      - jnp.allclose(jax.scipy.linalg.expm(a / 5) @ jax.scipy.linalg.expm(-a / 5), jnp.eye(3), atol=1e-4)
      """)
  }
}
