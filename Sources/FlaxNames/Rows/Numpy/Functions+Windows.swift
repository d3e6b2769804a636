import LiftedScan

extension FunctionTable {
  /// Windows of `jax.numpy`, and the Bessel function one of them needs.
  mutating func addWindows(_ namespace: Namespace) {
    for (name, summary, formula) in [
      ("hamming", "The Hamming window.", "0.54 - 0.46 * jnp.cos(angle)"),
      ("hanning", "The Hann window.", "0.5 * (1 - jnp.cos(angle))"),
      (
        "blackman", "The Blackman window.",
        "0.42 - 0.5 * jnp.cos(angle) + 0.08 * jnp.cos(2 * angle)"
      ),
      ("bartlett", "The triangular window.", "1 - jnp.abs(2 * n - M + 1) / (M - 1)"),
    ] {
      add(
        name, "(M)", summary, in: namespace,
        python: """
          if M <= 1:
            return jnp.ones(M)
          n = jnp.arange(M, dtype=jnp.float32)
          angle = 2 * math.pi * n / (M - 1)
          return \(formula)
          """)
    }
    add(
      "kaiser", "(M, beta)", "The Kaiser window.", in: namespace,
      python: """
        if M <= 1:
          return jnp.ones(M)
        half = 0.5 * (M - 1)
        n = jnp.arange(M, dtype=jnp.float32)
        return jnp.i0(beta * jnp.sqrt(1 - ((n - half) / half) ** 2)) / jnp.i0(beta)
        """)
    add(
      "i0", "(x)", "The modified Bessel function of order 0.", in: namespace,
      python: """
        x = jnp.abs(jnp.asarray(x) * 1.0)
        return jnp.exp(x) * lax.bessel_i0e(x)
        """)
  }
}
