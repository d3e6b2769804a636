import LiftedScan

extension FunctionTable {
  /// Transforms of `jnp.fft` of several axes and of Hermitian arrays.
  func addingMoreTransforms(_ namespace: Namespace) -> FunctionTable {
    var table = self
    let axes = """
      if axes is None:
        axes = tuple(range(a.ndim)) if s is None else tuple(range(a.ndim - len(s), a.ndim))
      sizes = [None] * len(axes) if s is None else s

      """
    for (suffix, axesDefault) in [("n", "None"), ("2", "(-2, -1)")] {
      let signature = "(a, s=None, axes=\(axesDefault), norm=None)"
      table.add(
        "rfft\(suffix)", signature, "The transform of a real array along axes.", in: namespace,
        python: axes + """
          z = jnp.fft.rfft(a, sizes[-1], axes[-1], norm)
          for size, axis in zip(sizes[:-1], axes[:-1]):
            z = jnp.fft.fft(z, size, axis, norm)
          return z
          """)
      table.add(
        "irfft\(suffix)", signature, "The real array that has this transform along axes.",
        in: namespace,
        python: axes + """
          z = a
          for size, axis in zip(sizes[:-1], axes[:-1]):
            z = jnp.fft.ifft(z, size, axis, norm)
          return jnp.fft.irfft(z, sizes[-1], axes[-1], norm)
          """)
    }
    let swapped = "{'ortho': 'ortho', 'forward': 'backward'}.get(norm or 'backward', 'forward')"
    table.add(
      "hfft", "(a, n=None, axis=-1, norm=None)", "The transform of a Hermitian array.",
      in: namespace,
      python: "return jnp.fft.irfft(jnp.conj(a), n, axis, \(swapped))")
    table.add(
      "ihfft", "(a, n=None, axis=-1, norm=None)", "The Hermitian array that has this transform.",
      in: namespace,
      python: "return jnp.conj(jnp.fft.rfft(a, n, axis, \(swapped)))")
    return table
  }
}
