import LiftedScan

extension FunctionTable {
  /// Functions of `jax.lax` that arrange elements, in terms of others.
  mutating func addLaxArranging(_ namespace: Namespace) {
    let rows: [(String, String, String, String)] = [
      ("conj", "(x)", "The conjugate.", "return jnp.conj(x)"),
      ("real", "(x)", "The real part.", "return jnp.real(x)"),
      ("imag", "(x)", "The imaginary part.", "return jnp.imag(x)"),
      ("dtype", "(x)", "The dtype.", "return jnp.asarray(x).dtype"),
      (
        "empty", "(shape, dtype, *, out_sharding=None)", "Zeros.", "return jnp.zeros(shape, dtype)"
      ),
      (
        "broadcast_shapes", "(*shapes)", "The shape that shapes broadcast to.",
        "return jnp.broadcast_shapes(*shapes)"
      ),
      (
        "broadcast_to_rank", "(x, rank)", "With axes of size 1 in front.",
        "return jnp.reshape(x, (1,) * (rank - x.ndim) + x.shape)"
      ),
      (
        "broadcast_like", "(arr, like_arr)", "In the shape of another array.",
        "return jnp.broadcast_to(arr, like_arr.shape)"
      ),
      (
        "sort_key_val", "(keys, values, dimension=-1, is_stable=True)", "Sorted by keys.",
        "return tuple(lax.sort((keys, values), dimension=dimension, num_keys=1))"
      ),
      (
        "split", "(operand, sizes, axis=0)", "Parts of these sizes.",
        """
        ends = list(itertools.accumulate(sizes))
        if not ends or ends[-1] != operand.shape[axis]:
          raise ValueError('the sizes of split must sum to the size of the axis')
        return list(jnp.split(operand, ends[:-1], axis))
        """
      ),
      (
        "unstack", "(x, axis=0)", "The parts along an axis.",
        "return tuple(jnp.moveaxis(x, axis, 0)[k] for k in range(x.shape[axis]))"
      ),
      (
        "stack", "(operands, axis=0)", "Side by side along a new axis.",
        "return jnp.stack(operands, axis)"
      ),
      ("tile", "(operand, reps)", "Again and again.", "return jnp.tile(operand, reps)"),
      (
        "index_take", "(src, idxs, axes)", "The parts at places of axes.",
        """
        moved = jnp.moveaxis(src, axes, tuple(range(len(axes))))
        return moved[tuple(idxs)]
        """
      ),
      (
        "fft", "(x, fft_type, fft_lengths)", "A Fourier transform of the last axes.",
        """
        name = fft_type if isinstance(fft_type, str) else str(fft_type)
        name = name.lower().split('.')[-1]
        if name not in ('fft', 'ifft', 'rfft', 'irfft'):
          raise ValueError("fft_type is 'fft', 'ifft', 'rfft' or 'irfft'")
        n = len(fft_lengths)
        f = {'fft': jnp.fft.fftn, 'ifft': jnp.fft.ifftn, 'rfft': jnp.fft.rfftn,
             'irfft': jnp.fft.irfftn}[name]
        return f(x, tuple(fft_lengths), tuple(range(-n, 0)))
        """
      ),
    ]
    for (name, signature, summary, text) in rows {
      add(name, signature, summary, in: namespace, python: text)
    }
    addLaxPatches(namespace)
  }

  private mutating func addLaxPatches(_ namespace: Namespace) {
    add(
      "conv_general_dilated_patches",
      "(lhs, filter_shape, window_strides, padding, lhs_dilation=None, rhs_dilation=None,"
        + " dimension_numbers=None, precision=None, preferred_element_type=None)",
      "The elements of each place of a window along the feature axis.", in: namespace,
      python: """
        n = len(filter_shape)
        if dimension_numbers is None:
          letters = '0123456789'[:n]
          dimension_numbers = ('NC' + letters, 'OI' + letters, 'NC' + letters)
        lhs_spec, rhs_spec, out_spec = dimension_numbers
        features = lhs.shape[[k for k in range(n + 2) if lhs_spec[k] == 'C'][0]]
        count = math.prod(filter_shape)
        kernel = jnp.eye(count, dtype=lhs.dtype).reshape((count, 1) + tuple(filter_shape))
        kernel = jnp.tile(kernel, (features,) + (1,) * (n + 1))
        spatial = [c for c in rhs_spec if c not in 'OI']
        order = {'O': 0, 'I': 1}
        for k in range(n):
          order[spatial[k]] = k + 2
        kernel = jnp.transpose(kernel, [order[c] for c in rhs_spec])
        return lax.conv_general_dilated(
          lhs, kernel, window_strides, padding, lhs_dilation, rhs_dilation,
          dimension_numbers, feature_group_count=features)
        """)
    add(
      "ragged_dot",
      "(lhs, rhs, group_sizes, precision=None, preferred_element_type=None, "
        + "group_offset=None, out_sharding=None)",
      "Rows times the matrix of their group.", in: namespace,
      python: """
        if group_offset is not None:
          raise ValueError('ragged_dot takes no group_offset')
        ends = jnp.cumsum(group_sizes)
        rows = jnp.arange(lhs.shape[0])[:, None]
        own = (rows < ends) & (rows >= ends - group_sizes)
        result = 0.0
        for k in range(rhs.shape[0]):
          product = jnp.dot(lhs, rhs[k], preferred_element_type=preferred_element_type)
          result = result + jnp.where(own[:, k:k + 1], product, 0)
        return result
        """)
  }
}
