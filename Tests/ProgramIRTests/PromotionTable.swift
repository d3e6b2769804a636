/// The type that `jnp.add` gives for each pair of types, a star after a weak one (jax
/// 0.10.2); written by `make_promotion_table.py`.
let promotionTable = """
       b1  u1  u2  u4  i1  i2  i4  f2  bf  f4  i4* f4*
  b1   b1  u1  u2  u4  i1  i2  i4  f2  bf  f4  i4* f4*
  u1   u1  u1  u2  u4  i2  i2  i4  f2  bf  f4  u1  f4*
  u2   u2  u2  u2  u4  i4  i4  i4  f2  bf  f4  u2  f4*
  u4   u4  u4  u4  u4  i4  i4  i4  f2  bf  f4  u4  f4*
  i1   i1  i2  i4  i4  i1  i2  i4  f2  bf  f4  i1  f4*
  i2   i2  i2  i4  i4  i2  i2  i4  f2  bf  f4  i2  f4*
  i4   i4  i4  i4  i4  i4  i4  i4  f2  bf  f4  i4  f4*
  f2   f2  f2  f2  f2  f2  f2  f2  f2  f4  f4  f2  f2
  bf   bf  bf  bf  bf  bf  bf  bf  f4  bf  f4  bf  bf
  f4   f4  f4  f4  f4  f4  f4  f4  f4  f4  f4  f4  f4
  i4*  i4* u1  u2  u4  i1  i2  i4  f2  bf  f4  i4* f4*
  f4*  f4* f4* f4* f4* f4* f4* f4* f2  bf  f4  f4* f4*
  """
