extension FunctionTable {
  /// Functions of `jax.lax` that tell shapes and orders of axes without arrays.
  mutating func addLaxShapes(_ namespace: Namespace) {
    addConvolutionNumbers(namespace)
    addConvolutionShapes(namespace)
    add(
      "reduce_window_shape_tuple",
      "(operand_shape, window_dimensions, window_strides, padding, base_dilation=None,"
        + " window_dilation=None)", "The shape of what windows are reduced to.", in: namespace,
      python: """
        def dilated(sizes, factors):
          if factors is None:
            return tuple(sizes)
          return tuple(0 if n == 0 else (n - 1) * f + 1 for n, f in zip(sizes, factors))
        sizes, windows = dilated(operand_shape, base_dilation), window_dimensions
        windows = dilated(windows, window_dilation)
        return tuple(
          max(0, (n + low + high - w) // s + 1)
          for n, w, s, (low, high) in zip(sizes, windows, window_strides, padding))
        """)
    add(
      "shape_as_value", "(shape)", "A shape as an array of integers.", in: namespace,
      python: "return jnp.array(shape, jnp.int32)")
  }

  private mutating func addConvolutionNumbers(_ namespace: Namespace) {
    add(
      "ConvDimensionNumbers", "(lhs_spec, rhs_spec, out_spec)",
      "Which axes of a convolution's arrays are which: batch and features first.", in: namespace,
      python: """
        from jax._src.lax.convolution import ConvDimensionNumbers
        return ConvDimensionNumbers(lhs_spec, rhs_spec, out_spec)
        """)
    add(
      "conv_general_permutations", "(dimension_numbers)",
      "The axes of a convolution's arrays in XLA's order.", in: namespace,
      python: """
        lhs, rhs, out = dimension_numbers
        for place, (word, letters) in enumerate(((lhs, 'NC'), (rhs, 'OI'), (out, 'NC'))):
          if any(word.count(letter) != 1 for letter in letters):
            raise TypeError(
              f"convolution dimension_numbers[{place}] must contain the characters "
              f"'{letters[0]}' and '{letters[1]}' exactly once, got {word}.")
          if len(set(word)) != len(word):
            raise TypeError(
              f'convolution dimension_numbers[{place}] cannot have duplicate characters, '
              f'got {word}.')
        spatial = [letter for letter in rhs if letter not in 'OI']
        if not set(lhs) - set('NC') == set(spatial) == set(out) - set('NC'):
          raise TypeError(
            'convolution dimension_numbers elements must each have the same set of spatial '
            f'characters, got {dimension_numbers}.')
        def places(word, first):
          return tuple(word.index(letter) for letter in [*first, *spatial])
        return places(lhs, 'NC'), places(rhs, 'OI'), places(out, 'NC')
        """)
    add(
      "conv_dimension_numbers", "(lhs_shape, rhs_shape, dimension_numbers)",
      "The axes of a convolution's arrays, from words such as 'NHWC'.", in: namespace,
      python: """
        from jax._src.lax.convolution import ConvDimensionNumbers
        if isinstance(dimension_numbers, ConvDimensionNumbers):
          return dimension_numbers
        rank = len(lhs_shape)
        if rank != len(rhs_shape):
          raise TypeError(
            f'convolution requires lhs and rhs ndim to be equal, got {rank} and {len(rhs_shape)}.')
        if dimension_numbers is None:
          return ConvDimensionNumbers(*(tuple(range(rank)),) * 3)
        if len(dimension_numbers) != 3:
          raise TypeError(
            'convolution dimension_numbers list/tuple must be length 3, got '
            f'{len(dimension_numbers)}.')
        for place, word in enumerate(dimension_numbers):
          if len(word) != rank:
            raise TypeError(
              f'convolution dimension_numbers[{place}] must have len equal to the ndim of lhs and '
              f'rhs, got {len(word)} for lhs and rhs shapes {lhs_shape} and {rhs_shape}.')
        return ConvDimensionNumbers(*lax.conv_general_permutations(dimension_numbers))
        """)
  }

  private mutating func addConvolutionShapes(_ namespace: Namespace) {
    add(
      "conv_shape_tuple", "(lhs_shape, rhs_shape, strides, pads, batch_group_count=1)",
      "The shape of a convolution whose arrays are in XLA's order.", in: namespace,
      python: """
        spatial = [int(n) for n in lhs_shape[2:]]
        windows = [int(n) for n in rhs_shape[2:]]
        if isinstance(pads, str):
          pads = lax.padtype_to_pads(spatial, windows, strides, pads)
        if len(pads) != len(spatial):
          raise TypeError(
            f'Wrong number of explicit pads for convolution: expected {len(spatial)}, '
            f'got {len(pads)}.')
        padded = [n + low + high for n, (low, high) in zip(spatial, pads)]
        if any(n < 0 for n in padded):
          raise ValueError(
            'Negative padding is larger than the size of the corresponding dimension: '
            f'got padding={pads} for lhs_shape[2:]={lhs_shape[2:]}')
        places = [max(0, (n - w) // s + 1) for n, w, s in zip(padded, windows, strides)]
        return (lhs_shape[0] // batch_group_count, rhs_shape[0], *places)
        """)
    add(
      "conv_general_shape_tuple",
      "(lhs_shape, rhs_shape, window_strides, padding, dimension_numbers)",
      "The shape of a convolution.", in: namespace,
      python: """
        lhs, rhs, out = lax.conv_general_permutations(dimension_numbers)
        shape = lax.conv_shape_tuple(
          [lhs_shape[k] for k in lhs], [rhs_shape[k] for k in rhs], window_strides, padding)
        return tuple(shape[out.index(k)] for k in range(len(out)))
        """)
    add(
      "conv_transpose_shape_tuple",
      "(lhs_shape, rhs_shape, window_strides, padding, dimension_numbers)",
      "The shape of a transposed convolution.", in: namespace,
      python: """
        lhs, rhs, out = lax.conv_general_permutations(dimension_numbers)
        sizes = [lhs_shape[k] for k in lhs]
        windows = [rhs_shape[k] for k in rhs]
        if isinstance(padding, str):
          totals = []
          for k, s in zip(windows[2:], window_strides):
            if padding not in ('SAME', 'VALID'):
              raise ValueError("Padding mode must be 'SAME' or 'VALID'.")
            totals.append(k + s - 2 if padding == 'SAME' else k + s - 2 + max(k - s, 0))
        else:
          totals = [sum(pair) for pair in padding]
        places = [
          (n - 1) * s - k + 2 + total
          for n, k, s, total in zip(sizes[2:], windows[2:], window_strides, totals)]
        shape = (sizes[0], windows[0], *places)
        return tuple(shape[out.index(k)] for k in range(len(out)))
        """)
    add(
      "conv_general_dilated_local",
      "(lhs, rhs, window_strides, padding, filter_shape, lhs_dilation=None, rhs_dilation=None,"
        + " dimension_numbers=None, precision=None)",
      "A convolution with a kernel of its own for each place.", in: namespace,
      python: """
        n = len(filter_shape)
        if dimension_numbers is None or isinstance(dimension_numbers[0], str):
          letters = '0123456789'[:n]
          words = dimension_numbers or ('NC' + letters, 'OI' + letters, 'NC' + letters)
          _, kernel, result = lax.conv_general_permutations(words)
        else:
          raise TypeError('conv_general_dilated_local takes words as dimension_numbers')
        patches = lax.conv_general_dilated_patches(
          lhs, filter_shape, window_strides, padding, lhs_dilation, rhs_dilation, words)
        patches = jnp.transpose(patches, result)
        rhs = jnp.transpose(rhs, kernel)
        places = jnp.einsum('nk...,ok...->no...', patches, rhs)
        return jnp.transpose(places, [result.index(k) for k in range(n + 2)])
        """)
  }
}
