import Testing

/// Products of arrays against one another.
@Suite struct FunctionsProductsTests {
  @Test func laws() throws {
    try expectLaws(
      """
      a = jnp.cos(jnp.arange(12.0)).reshape(3, 4)
      b = jnp.sin(jnp.arange(20.0)).reshape(4, 5)
      - jnp.allclose(jnp.matmul(a, b), jnp.einsum('ij,jk', a, b), atol=1e-5)
      - jnp.allclose(jnp.tensordot(a, b, 1), jnp.dot(a, b), atol=1e-5)
      - jnp.allclose(jnp.outer(a[0], b[0]), a[0][:, None] * b[0], atol=1e-6)
      - jnp.allclose(jnp.kron(a, b)[:4, :5], a[0, 0] * b, atol=1e-6)
      - jnp.allclose(jnp.inner(a, a), a @ a.T, atol=1e-5)
      - jnp.allclose(jnp.cross(a[0, :3], a[1, :3]) @ a[0, :3], 0, atol=1e-5)
      - jnp.allclose(jnp.trace(a @ a.T), jnp.vdot(a, a), atol=1e-5)
      """)
  }
}
