import LiftedScan

extension FunctionTable {
  /// Functions of `jax.lax` about the bits of numbers, in terms of others.
  mutating func addLaxBits(_ namespace: Namespace) {
    let unsigned = """
      size = x.dtype.itemsize
      bits = x.view({1: jnp.uint8, 2: jnp.uint16, 4: jnp.uint32}[size])
      one = jnp.ones((), bits.dtype)

      """
    add(
      "population_count", "(x)", "How many bits are set.", in: namespace,
      python: unsigned + """
        count = jnp.zeros_like(bits)
        for k in range(8 * size):
          count = count + ((bits >> jnp.asarray(k, bits.dtype)) & one)
        return count.astype(x.dtype)
        """)
    add(
      "clz", "(x)", "How many leading bits aren't set.", in: namespace,
      python: unsigned + """
        for k in (1, 2, 4, 8, 16):
          if k < 8 * size:
            bits = bits | (bits >> jnp.asarray(k, bits.dtype))
        return lax.population_count(~bits).astype(x.dtype)
        """)
    add(
      "mulhi", "(x, y, /)", "The upper half of the product of integers.", in: namespace,
      python: """
        if x.dtype != y.dtype or x.dtype not in (jnp.int32, jnp.uint32):
          raise TypeError('mulhi takes int32 or uint32')
        a, b = x.astype(jnp.uint32), y.astype(jnp.uint32)
        mask = jnp.uint32(0xffff)
        al, ah, bl, bh = a & mask, a >> 16, b & mask, b >> 16
        middle = ah * bl + ((al * bl) >> 16)
        other = al * bh + (middle & mask)
        high = ah * bh + (middle >> 16) + (other >> 16)
        if x.dtype == jnp.int32:
          high = high - jnp.where(x < 0, b, 0).astype(jnp.uint32)
          high = high - jnp.where(y < 0, a, 0).astype(jnp.uint32)
        return high.astype(x.dtype)
        """)
    add(
      "reduce_xor", "(operand, axes)", "All elements along axes to one by exclusive or.",
      in: namespace,
      python: """
        for axis in sorted((a % operand.ndim for a in axes), reverse=True):
          rows = jnp.moveaxis(operand, axis, 0)
          while rows.shape[0] > 1:
            half = rows.shape[0] // 2
            rows = jnp.concatenate([rows[:half] ^ rows[half:2 * half], rows[2 * half:]])
          operand = rows[0]
        return operand
        """)
    add(
      "reduce_precision", "(operand, exponent_bits, mantissa_bits)",
      "Rounded to a float of fewer bits.", in: namespace,
      python: """
        if (exponent_bits, mantissa_bits) == (8, 23):
          return operand
        if (exponent_bits, mantissa_bits) == (8, 7):
          return operand.astype(jnp.bfloat16).astype(operand.dtype)
        if (exponent_bits, mantissa_bits) == (5, 10):
          return operand.astype(jnp.float16).astype(operand.dtype)
        raise ValueError('reduce_precision rounds to float32, bfloat16 or float16')
        """)
  }
}
