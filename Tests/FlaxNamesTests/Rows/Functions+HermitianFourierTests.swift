import Testing

/// Fourier transforms of Hermitian arrays.
@Suite struct FunctionsHermitianFourierTests {
  @Test func laws() throws {
    try expectLaws(
      """
      x = jnp.sin(jnp.arange(8.0) ** 1.3)
      - jnp.allclose(jnp.fft.ihfft(x), jnp.conj(jnp.fft.rfft(x)) / 8, atol=1e-5)
      - jnp.allclose(jnp.fft.hfft(jnp.fft.ihfft(x)), x, atol=1e-5)
      """)
  }
}
