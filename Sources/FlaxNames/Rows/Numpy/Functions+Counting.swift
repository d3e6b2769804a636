import LiftedScan

extension FunctionTable {
  /// Histograms of `jax.numpy`.
  mutating func addCounting(_ namespace: Namespace) {
    add(
      "histogram_bin_edges", "(a, bins=10, range=None, weights=None)",
      "The bounds of equal bins.", ignoring: ["weights"],
      in: namespace,
      python: """
        if isinstance(bins, str):
          raise ValueError('bins is a number or an array of bounds')
        if not isinstance(bins, int):
          return jnp.asarray(bins)
        low, high = (jnp.min(a), jnp.max(a)) if range is None else range
        low, high = jnp.asarray(low) * 1.0, jnp.asarray(high) * 1.0
        flat = low == high
        low, high = jnp.where(flat, low - 0.5, low), jnp.where(flat, high + 0.5, high)
        return jnp.linspace(low, high, bins + 1)
        """)
    add(
      "histogram", "(a, bins=10, range=None, weights=None, density=None)",
      "How many elements are in each bin, and the bins' bounds.", in: namespace,
      python: """
        edges = jnp.histogram_bin_edges(a, bins, range, weights)
        values = jnp.ravel(a)
        n = edges.shape[0]
        place = jnp.searchsorted(edges, values, side='right')
        place = jnp.where(values == edges[-1], n - 1, place)
        w = jnp.ones(values.shape) if weights is None else jnp.ravel(weights) * 1.0
        hits = place[:, None] == jnp.arange(1, n)
        counts = jnp.sum(jnp.where(hits, w[:, None], 0.0), axis=0)
        if density:
          counts = counts / jnp.diff(edges) / jnp.sum(counts)
        return counts, edges
        """)
    add(
      "histogramdd", "(sample, bins=10, range=None, weights=None, density=None)",
      "How many points are in each box, and the bounds along each axis.", in: namespace,
      python: """
        d = sample.shape[1]
        several = [bins] * d if isinstance(bins, int) else list(bins)
        ranges = [None] * d if range is None else list(range)
        if len(several) != d or len(ranges) != d:
          raise ValueError('histogramdd takes bins and a range for each column')
        edges = [
          jnp.histogram_bin_edges(sample[:, k], several[k], ranges[k]) for k in range_(d)
        ]
        w = jnp.ones(sample.shape[0]) if weights is None else weights * 1.0
        hits = w
        for k in range_(d):
          place = jnp.searchsorted(edges[k], sample[:, k], side='right')
          place = jnp.where(sample[:, k] == edges[k][-1], edges[k].shape[0] - 1, place)
          own = place[:, None] == jnp.arange(1, edges[k].shape[0])
          shape = (own.shape[0],) + (1,) * k + (own.shape[1],)
          hits = hits[..., None] * own.reshape(shape)
        counts = jnp.sum(hits, axis=0)
        counts = counts.astype(jnp.int32) if weights is None else counts
        if density:
          counts = counts / jnp.sum(counts)
          for k in range_(d):
            width = jnp.diff(edges[k])
            counts = counts / width.reshape((-1,) + (1,) * (d - 1 - k))
        return counts, edges
        """.replacing("range_", with: "builtins.range"))
    add(
      "histogram2d", "(x, y, bins=10, range=None, weights=None, density=None)",
      "How many points are in each rectangle, and the bounds along both axes.", in: namespace,
      python: """
        counts, edges = jnp.histogramdd(jnp.stack([x, y], axis=1), bins, range, weights, density)
        return counts, edges[0], edges[1]
        """)
  }
}
