import LiftedScan

extension FunctionTable {
  /// Adds set operations of `jax.numpy`; `size` is the size of their results.
  mutating func addSets(_ namespace: Namespace) {
    add(
      "union1d", "(ar1, ar2, *, size=None, fill_value=None)",
      "The different elements of two arrays.", in: namespace,
      python: """
        both = jnp.concatenate([jnp.ravel(ar1), jnp.ravel(ar2)])
        return jnp.unique(both, size=size, fill_value=fill_value)
        """)
    let sized = """
      if size is None:
        raise ValueError('NAME of traced arrays needs size: it is not known while tracing')
      a, b = jnp.ravel(ar1), jnp.ravel(ar2)
      dtype = jnp.promote_types(a.dtype, b.dtype)
      a, b = a.astype(dtype), b.astype(dtype)
      isin = lambda u, v: jnp.any(u[:, None] == v[None, :], axis=1)
      first = lambda u: jnp.argmax(u[:, None] == u[None, :], axis=1) == jnp.arange(u.shape[0])
      def chosen(values, mask):
        values, order = lax.sort((~mask, values), num_keys=2)[1], jnp.arange(values.shape[0])
        count = jnp.sum(mask)
        values = jnp.pad(values, (0, max(0, size - values.shape[0])))[:size]
        here = jnp.arange(size) < count
        if fill_value is not None:
          return jnp.where(here, values, fill_value)
        values = jnp.where(here, values, jnp.where(here, values, zero).max())
        return jnp.where(here, values, values.min())
      zero = jnp.zeros((), dtype)

      """
    for (name, extra, text) in [
      ("intersect1d", ", return_indices=False", "return chosen(a, isin(a, b) & first(a))"),
      (
        "setxor1d", "",
        "both = jnp.concatenate([a, b])\n"
          + "mask = jnp.concatenate([~isin(a, b) & first(a), ~isin(b, a) & first(b)])\n"
          + "return chosen(both, mask)"
      ),
      (
        "setdiff1d", "",
        "fill_value = 0 if fill_value is None else fill_value\n"
          + "return chosen(a, ~isin(a, b) & first(a))"
      ),
    ] {
      let check =
        extra.isEmpty
        ? ""
        : "if return_indices:\n  raise ValueError('intersect1d gives no indices')\n"
      add(
        name, "(ar1, ar2, assume_unique=False\(extra), *, size=None, fill_value=None)",
        "The elements of both, of one, or of the first array only.", in: namespace,
        python: check + sized.replacing("NAME", with: name) + text)
    }
    let settings = "size=size, fill_value=fill_value"
    for (name, call) in [
      ("unique_values", "jnp.unique(x, \(settings))"),
      ("unique_counts", "jnp.unique(x, return_counts=True, \(settings))"),
      ("unique_inverse", "jnp.unique(x, return_inverse=True, \(settings))"),
      (
        "unique_all",
        "jnp.unique(x, return_index=True, return_inverse=True, return_counts=True, \(settings))"
      ),
    ] {
      add(
        name, "(x, /, *, size=None, fill_value=None)", "The different elements of an array.",
        in: namespace, python: "return \(call)")
    }
  }
}
