import LiftedScan

extension FunctionTable {
  /// Functions of `jax.numpy` of the bits of numbers, and of whole numbers.
  mutating func addBits(_ namespace: Namespace) {
    add(
      "bitwise_count", "(x, /)", "How many bits of the size of each integer are set.",
      in: namespace, python: "return lax.population_count(jnp.abs(x)).astype(jnp.uint8)")
    add(
      "packbits", "(a, axis=None, bitorder='big')", "Eight truth values a byte.", in: namespace,
      python: """
        if bitorder not in ('big', 'little'):
          raise ValueError("bitorder is 'big' or 'little'")
        bits = (a != 0).astype(jnp.uint8)
        bits = bits.ravel() if axis is None else jnp.moveaxis(bits, axis, -1)
        rest = -bits.shape[-1] % 8
        bits = jnp.pad(bits, [(0, 0)] * (bits.ndim - 1) + [(0, rest)])
        bits = bits.reshape(bits.shape[:-1] + (bits.shape[-1] // 8, 8))
        places = jnp.arange(7, -1, -1) if bitorder == 'big' else jnp.arange(8)
        packed = jnp.sum(bits << places.astype(jnp.uint8), axis=-1, dtype=jnp.uint8)
        return packed if axis is None else jnp.moveaxis(packed, -1, axis)
        """)
    add(
      "unpackbits", "(a, axis=None, count=None, bitorder='big')", "The bits of bytes.",
      in: namespace,
      python: """
        if bitorder not in ('big', 'little'):
          raise ValueError("bitorder is 'big' or 'little'")
        if a.dtype != jnp.uint8:
          raise TypeError('unpackbits takes uint8')
        bytes = a.ravel() if axis is None else jnp.moveaxis(a, axis, -1)
        places = jnp.arange(7, -1, -1) if bitorder == 'big' else jnp.arange(8)
        bits = (bytes[..., None] >> places.astype(jnp.uint8)) & jnp.uint8(1)
        bits = bits.reshape(bytes.shape[:-1] + (bytes.shape[-1] * 8,))
        if count is not None:
          if count > bits.shape[-1]:
            bits = jnp.pad(bits, [(0, 0)] * (bits.ndim - 1) + [(0, count - bits.shape[-1])])
          bits = bits[..., :count]
        return bits if axis is None else jnp.moveaxis(bits, -1, axis)
        """)
    add(
      "signbit", "(x, /)", "Whether each number has a negative sign.", in: namespace,
      python: """
        if not jnp.issubdtype(x.dtype, jnp.floating):
          return x < 0
        return jnp.copysign(jnp.ones_like(x), x) < 0
        """)
    add(
      "spacing", "(x, /)", "How far the next number is.", in: namespace,
      python: """
        x = jnp.asarray(x) * 1.0
        size = jnp.abs(x)
        return jnp.copysign(jnp.nextafter(size, jnp.full_like(x, jnp.inf)) - size, x)
        """)
    add(
      "frexp", "(x, /)", "Mantissa and exponent of each number.", in: namespace,
      python: """
        x = jnp.asarray(x).astype(jnp.float32)
        tiny = jnp.abs(x) < 1.1754944e-38
        bits = jnp.where(tiny, x * 16777216.0, x).view(jnp.uint32)
        field = ((bits >> 23) & 0xff).astype(jnp.int32)
        plain = (x == 0) | ~jnp.isfinite(x)
        half = ((bits & jnp.uint32(0x807fffff)) | jnp.uint32(0x3f000000)).view(jnp.float32)
        exponent = field - 126 - jnp.where(tiny, 24, 0)
        return jnp.where(plain, x, half), jnp.where(plain, 0, exponent)
        """)
    add(
      "ldexp", "(x1, x2, /)", "x1 times two to the power x2.", in: namespace,
      python: """
        if not jnp.issubdtype(jnp.asarray(x2).dtype, jnp.integer):
          raise TypeError('ldexp takes an integer exponent')
        x = jnp.asarray(x1) * 1.0
        dtype = x.dtype
        e = jnp.clip(jnp.asarray(x2).astype(jnp.int32), -330, 330)
        third = e // 3
        power = lambda k: ((k + 127) << 23).view(jnp.float32)
        wide = x.astype(jnp.float32)
        return (wide * power(third) * power(third) * power(e - 2 * third)).astype(dtype)
        """)
    add(
      "gcd", "(x1, x2)", "The greatest common divisor.", in: namespace,
      python: """
        a, b = jnp.broadcast_arrays(jnp.asarray(x1), jnp.asarray(x2))
        dtype = jnp.promote_types(a.dtype, b.dtype)
        a, b = a.astype(dtype), b.astype(dtype)
        def step(ab):
          a, b = ab
          rest = jnp.where(b != 0, lax.rem(a, jnp.where(b != 0, b, jnp.ones_like(b))), b)
          return jnp.where(b != 0, b, a), rest
        return jnp.abs(lax.while_loop(lambda ab: jnp.any(ab[1] != 0), step, (a, b))[0])
        """)
    add(
      "lcm", "(x1, x2)", "The least common multiple.", in: namespace,
      python: """
        d = jnp.gcd(x1, x2)
        a, b = jnp.asarray(x1), jnp.asarray(x2)
        return jnp.where(d == 0, jnp.zeros_like(d), jnp.abs(a * (b // jnp.where(d == 0, 1, d))))
        """)
  }
}
