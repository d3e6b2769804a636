import LiftedScan

extension FunctionTable {
  /// General gathers, scatters and transposed convolutions of `jax.lax`.
  mutating func addLaxIndexing(_ namespace: Namespace) {
    addDimensionNumbers()
    addGather(namespace)
    addScatters(namespace)
    addTransposedConvolution(namespace)
  }

  /// Adds the classes of dimension numbers of gathers and scatters.
  private mutating func addDimensionNumbers() {
    for (name, fields) in [
      (
        "GatherDimensionNumbers",
        [
          "offset_dims", "collapsed_slice_dims", "start_index_map", "operand_batching_dims",
          "start_indices_batching_dims",
        ]
      ),
      (
        "ScatterDimensionNumbers",
        [
          "update_window_dims", "inserted_window_dims", "scatter_dims_to_operand_dims",
          "operand_batching_dims", "scatter_indices_batching_dims",
        ]
      ),
    ] {
      let names = fields.prefix(3).joined(separator: ", ")
      add(
        name, "(\(names), \(fields[3])=(), \(fields[4])=())",
        "Which axes of the arrays are which."
      ) { parameters in
        .record(name, try fields.map { ($0, try parameters.required($0)) })
      }
    }
  }

  private mutating func addGather(_ namespace: Namespace) {
    add(
      "gather",
      "(operand, start_indices, dimension_numbers, slice_sizes, *, unique_indices=False,"
        + " indices_are_sorted=False, mode=None, fill_value=None)",
      "Slices of the operand from places on.", in: namespace,
      python: """
        dn = dimension_numbers
        if len(dn.operand_batching_dims) > 0:
          raise ValueError('gather takes no batching dimensions')
        dims = list(dn.start_index_map)
        batch = start_indices.shape[:-1]
        offsets = [d for d in range(operand.ndim) if d not in dn.collapsed_slice_dims]
        windows = tuple(slice_sizes[d] for d in offsets)
        valid = jnp.ones(batch, jnp.bool_)
        places = []
        for d in range(operand.ndim):
          last = operand.shape[d] - slice_sizes[d]
          start = jnp.zeros(batch, jnp.int32)
          for k in range(len(dims)):
            if dims[k] == d:
              start = start_indices[..., k].astype(jnp.int32)
          valid = valid & (start >= 0) & (start <= last)
          place = jnp.clip(start, 0, last).reshape(batch + (1,) * len(windows))
          for k in range(len(windows)):
            if offsets[k] == d:
              own = (1,) * (len(batch) + k) + (windows[k],) + (1,) * (len(windows) - k - 1)
              place = place + jnp.arange(windows[k]).reshape(own)
          places.append(place)
        result = operand[tuple(places)]
        result = jnp.broadcast_to(result, batch + windows)
        if mode is not None and 'fill' in str(mode).lower():
          if fill_value is None:
            if jnp.issubdtype(operand.dtype, jnp.inexact):
              fill_value = jnp.nan
            elif operand.dtype == jnp.bool_:
              fill_value = True
            elif jnp.issubdtype(operand.dtype, jnp.unsignedinteger):
              fill_value = jnp.iinfo(operand.dtype).max
            else:
              fill_value = jnp.iinfo(operand.dtype).min
          mask = valid.reshape(batch + (1,) * len(windows))
          result = jnp.where(mask, result, jnp.asarray(fill_value, operand.dtype))
        rank = len(batch) + len(windows)
        order, b, w = [], 0, len(batch)
        for d in range(rank):
          if d in dn.offset_dims:
            order.append(w)
            w += 1
          else:
            order.append(b)
            b += 1
        return jnp.transpose(result, order)
        """)
  }

  private mutating func addScatters(_ namespace: Namespace) {
    for (name, method) in [
      ("scatter", "set"), ("scatter_add", "add"), ("scatter_mul", "multiply"),
      ("scatter_min", "min"), ("scatter_max", "max"), ("scatter_sub", "subtract"),
    ] {
      add(
        name,
        "(operand, scatter_indices, updates, dimension_numbers, *, indices_are_sorted=False,"
          + " unique_indices=False, mode=None)", "The operand with slices of it changed.",
        in: namespace,
        python: """
          dn = dimension_numbers
          if len(dn.operand_batching_dims) > 0:
            raise ValueError('scatter takes no batching dimensions')
          dims = list(dn.scatter_dims_to_operand_dims)
          batch = scatter_indices.shape[:-1]
          outer = [d for d in range(updates.ndim) if d not in dn.update_window_dims]
          updates = jnp.transpose(updates, outer + list(dn.update_window_dims))
          windows = updates.shape[len(batch):]
          kept = [d for d in range(operand.ndim) if d not in dn.inserted_window_dims]
          valid = jnp.ones(batch, jnp.bool_)
          starts = []
          for d in range(operand.ndim):
            size = 1
            for k in range(len(kept)):
              if kept[k] == d:
                size = windows[k]
            start = jnp.zeros(batch, jnp.int32)
            for k in range(len(dims)):
              if dims[k] == d:
                start = scatter_indices[..., k].astype(jnp.int32)
            last = operand.shape[d] - size
            valid = valid & (start >= 0) & (start <= last)
            starts.append(jnp.clip(start, 0, last))
          clips = mode is not None and 'clip' in str(mode).lower()
          places = []
          for d in range(operand.ndim):
            start = starts[d] if clips else jnp.where(valid, starts[d], operand.shape[d])
            place = start.reshape(batch + (1,) * len(windows))
            for k in range(len(windows)):
              if kept[k] == d:
                own = (1,) * (len(batch) + k) + (windows[k],) + (1,) * (len(windows) - k - 1)
                place = place + jnp.arange(windows[k]).reshape(own)
            places.append(jnp.broadcast_to(place, batch + windows))
          return operand.at[tuple(places)].\(method)(updates, mode='drop')
          """)
    }
  }

  private mutating func addTransposedConvolution(_ namespace: Namespace) {
    add(
      "conv_transpose",
      "(lhs, rhs, strides, padding, rhs_dilation=None, dimension_numbers=None,"
        + " transpose_kernel=False, precision=None, preferred_element_type=None,"
        + " use_consistent_padding=False)", "The transposed convolution.", in: namespace,
      python: """
        n = lhs.ndim - 2
        if use_consistent_padding and not isinstance(padding, str):
          raise ValueError('conv_transpose takes no use_consistent_padding')
        if dimension_numbers is None:
          letters = {1: 'H', 2: 'HW', 3: 'HWD'}[n]
          dimension_numbers = ('N' + letters + 'C', letters + 'IO', 'N' + letters + 'C')
        spec = dimension_numbers[1]
        spatial = [k for k in range(n + 2) if spec[k] not in 'IO']
        dilation = (1,) * n if rhs_dilation is None else rhs_dilation
        pads = padding
        if isinstance(padding, str):
          pads = []
          for axis, s, d in zip(spatial, strides, dilation):
            k = (rhs.shape[axis] - 1) * d + 1
            total = k + s - 2
            if padding == 'SAME':
              low = k - 1 if s > k - 1 else -(-total // 2)
            elif padding == 'VALID':
              total = total + max(k - s, 0)
              low = k - 1
            else:
              raise ValueError("padding is 'SAME', 'VALID' or a pair for each axis")
            pads.append((low, total - low))
        if transpose_kernel:
          rhs = jnp.flip(rhs, tuple(spatial))
          swap = {'I': 'O', 'O': 'I'}
          swapped = ''.join([swap.get(letter, letter) for letter in spec])
          dimension_numbers = (dimension_numbers[0], swapped, dimension_numbers[2])
        return lax.conv_general_dilated(
          lhs, rhs, (1,) * n, pads, tuple(strides), dilation, dimension_numbers,
          preferred_element_type=preferred_element_type)
        """)
    add(
      "padtype_to_pads", "(in_shape, window_shape, window_strides, padding)",
      "How much a kind of padding adds to each axis.", in: namespace,
      python: """
        name = padding.upper()
        if name == 'VALID':
          return [(0, 0)] * len(in_shape)
        if name not in ('SAME', 'SAME_LOWER'):
          raise ValueError("padding is 'SAME', 'SAME_LOWER' or 'VALID'")
        pads = []
        for n, k, s in zip(in_shape, window_shape, window_strides):
          total = max((-(-n // s) - 1) * s + k - n, 0)
          low = total // 2 if name == 'SAME' else -(-total // 2)
          pads.append((low, total - low))
        return pads
        """)
  }
}
