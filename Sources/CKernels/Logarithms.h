// log and log1p.

/// log(1 + f) + n · ln 2 for √½ ≤ 1 + f < √2: f − f²/2 + f³ · a minimax polynomial, and ln 2 in two
/// parts, the smaller terms first.
INLINE V logReduced(V f, V n) {
  V p = fma_(f, (V)-0x1.38c9c0p-4f, (V)0x1.055ec0p-3f);
  p = fma_(p, f, (V)-0x1.0d8242p-3f);
  p = fma_(p, f, (V)0x1.22d92ep-3f);
  p = fma_(p, f, (V)-0x1.54728ap-3f);
  p = fma_(p, f, (V)0x1.99a01cp-3f);
  p = fma_(p, f, (V)-0x1.000226p-2f);
  p = fma_(p, f, (V)0x1.555554p-2f);
  const V square = f * f;
  V y = fma_(n, (V)0x1.7f7d1cp-20f, p * f * square);
  y = fma_((V)-0.5f, square, y);
  return fma_(n, (V)0x1.62e400p-1f, f + y);
}

/// x = (1 + f) · 2ⁿ with √½ ≤ 1 + f < √2, for positive normal x.
INLINE V reduceByPowers(V x, V *n) {
  const I fromHalfRoot = bits(x) - bits((V)0x1.6a09e6p-1f);
  *n = toFloat(fromHalfRoot >> 23);
  const V m = number((fromHalfRoot & 0x7fffff) + bits((V)0x1.6a09e6p-1f));
  return m - 1.0f;
}

/// −∞ at 0, NaN below, ∞ at ∞.
INLINE V atEdges(V y, V x) {
  y = choose(x == 0.0f, -INFINITY, y);
  y = choose((x < 0.0f) | (x != x), NAN, y);
  return choose(x == INFINITY, x, y);
}

INLINE V log_(V x) {
  const I isTiny = x < 0x1p-126f;
  V n;
  const V f = reduceByPowers(choose(isTiny, x * 0x1p23f, x), &n);
  return atEdges(logReduced(f, n - choose(isTiny, 23.0f, 0.0f)), x);
}

/// log(u) with u = 1 + x, and where that was rounded, what was lost: its ratio to u.
INLINE V log1p_(V x) {
  const V u = x + 1.0f;
  const V lost = choose(x > 1.0f, 1.0f - (u - x), x - (u - 1.0f));
  V n;
  V f = reduceByPowers(u, &n);
  const I isNear = n == 0.0f;
  f = choose(isNear, x, f);
  const V y = logReduced(f, n) + choose(isNear | (u > 0x1p60f), 0.0f, lost / u);
  return choose(x == 0.0f, x, atEdges(y, u));
}
