import LiftedScan

extension FunctionTable {
  /// Functions of `jax.numpy` that pick elements, in terms of others.
  mutating func addPicking(_ namespace: Namespace) {
    add(
      "compress", "(condition, a, axis=None, *, size=None, fill_value=0, out=None)",
      "The parts where a condition holds.", in: namespace,
      python: """
        a = jnp.ravel(a) if axis is None else jnp.moveaxis(a, axis, 0)
        if isinstance(condition, (list, tuple)):
          raise TypeError('the condition of compress is an array')
        condition = condition[:a.shape[0]]
        places = jnp.nonzero(condition, size=size, fill_value=a.shape[0])[0]
        parts = jnp.take(a, places, axis=0, mode='fill', fill_value=fill_value)
        return parts if axis is None else jnp.moveaxis(parts, 0, axis)
        """)
    add(
      "extract", "(condition, arr, *, size=None, fill_value=0)",
      "The elements where a condition holds.", in: namespace,
      python: "return jnp.compress(jnp.ravel(jnp.asarray(condition)), jnp.ravel(arr), size=size,"
        + " fill_value=fill_value)")
    add(
      "choose", "(a, choices, out=None, mode='raise')", "The element of one of several arrays.",
      in: namespace,
      python: """
        choices = list(choices)
        n = len(choices)
        if mode == 'clip':
          which = jnp.clip(a, 0, n - 1)
        elif mode == 'wrap':
          which = a % n
        else:
          raise ValueError("choose of a traced array needs mode='wrap' or mode='clip'")
        result = jnp.asarray(choices[-1])
        for k in range(n - 2, -1, -1):
          result = jnp.where(which == k, choices[k], result)
        return jnp.broadcast_to(result, jnp.broadcast_shapes(result.shape, which.shape))
        """)
    add(
      "diag_indices_from", "(arr)", "The places of an array's diagonal.", in: namespace,
      python: "return jnp.diag_indices(arr.shape[0], ndim=arr.ndim)")
    for name in ["tril", "triu"] {
      add(
        "\(name)_indices_from", "(arr, k=0)", "The places of a matrix's triangle.",
        in: namespace,
        python: "return jnp.\(name)_indices(arr.shape[-2], k=k, m=arr.shape[-1])")
    }
    add(
      "mask_indices", "(n, mask_func, k=0, *, size=None)", "The places that a mask keeps.",
      in: namespace,
      python: "return jnp.nonzero(mask_func(jnp.ones((n, n)), k), size=size)")
    add(
      "lexsort", "(keys, axis=-1)", "The order by several keys, the last one first.",
      in: namespace,
      python: """
        keys = [jnp.asarray(key) for key in keys]
        axis = axis % keys[0].ndim
        places = lax.broadcasted_iota(jnp.int32, keys[0].shape, axis)
        return lax.sort(tuple(keys[::-1]) + (places,), dimension=axis, num_keys=len(keys))[-1]
        """)
    add(
      "ravel_multi_index", "(multi_index, dims, mode='raise', order='C', *, dtype=None)",
      "Places in the flat array.", in: namespace,
      python: """
        if mode == 'raise':
          raise ValueError("ravel_multi_index of traced places needs mode='wrap' or mode='clip'")
        result = 0
        for places, n in zip(multi_index, dims):
          places = jnp.asarray(places)
          places = places % n if mode == 'wrap' else jnp.clip(places, 0, n - 1)
          result = result * n + places
        return result
        """)
  }
}
