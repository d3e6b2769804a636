import Testing

/// Arrays of known elements.
@Suite struct FunctionsCreationTests {
  @Test func laws() throws {
    try expectLaws(
      """
      - jnp.array_equal(jnp.arange(2, 11, 3), jnp.array([2, 5, 8]))
      - jnp.allclose(jnp.linspace(1, 4, 7), 1 + 0.5 * jnp.arange(7))
      - jnp.allclose(jnp.logspace(0, 2, 3), jnp.array([1.0, 10.0, 100.0]), rtol=1e-5)
      - jnp.array_equal(jnp.eye(3, k=1).T, jnp.eye(3, k=-1))
      - jnp.array_equal(jnp.tri(3) + jnp.triu(jnp.ones((3, 3)), 1), jnp.ones((3, 3)))
      - jnp.array_equal(jnp.full((2, 3), 7), 7 * jnp.ones((2, 3), int))
      - jnp.array_equal(jnp.diag(jnp.diag(jnp.arange(9).reshape(3, 3))).sum(0), jnp.array([0, 4, 8]))
      - jnp.array_equal(jnp.meshgrid(jnp.arange(2), jnp.arange(3))[1][:, 0], jnp.arange(3))
      - jnp.array_equal(jnp.vander(jnp.array([2.0, 3.0]), 3), jnp.array([[4.0, 2.0, 1.0], [9.0, 3.0, 1.0]]))
      - jnp.array_equal(jnp.zeros_like(jnp.ones(3)), jnp.ones(3) - 1)
      """)
  }
}
