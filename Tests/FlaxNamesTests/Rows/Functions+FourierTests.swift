import Testing

/// Fourier transforms against their definitions.
@Suite struct FunctionsFourierTests {
  @Test func laws() throws {
    try expectLaws(
      """
      x = jnp.sin(jnp.arange(8.0) ** 1.3)
      n = jnp.arange(8)
      f = jnp.fft.fft(x)
      - jnp.allclose(f, jnp.exp(-2j * jnp.pi * n[:, None] * n / 8) @ (x + 0j), atol=1e-5)
      - jnp.allclose(jnp.fft.ifft(f), x, atol=1e-5)
      - jnp.allclose(jnp.fft.rfft(x), f[:5], atol=1e-5)
      - jnp.allclose(jnp.fft.irfft(jnp.fft.rfft(x)), x, atol=1e-5)
      - jnp.allclose(jnp.sum(jnp.abs(f) ** 2), 8 * jnp.sum(x ** 2), rtol=1e-4)
      - jnp.array_equal(jnp.fft.ifftshift(jnp.fft.fftshift(x)), x)
      - jnp.allclose(jnp.fft.fft2(x.reshape(2, 4)), jnp.fft.fft(jnp.fft.fft(x.reshape(2, 4), axis=0), axis=1), atol=1e-5)
      """)
  }
}
