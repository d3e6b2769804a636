// exp and what is built from it. Polynomials are minimax fits of the functions they stand for.

/// exp(r) − 1 for |r| ≤ ln 2 / 2, to 2⁻²⁶ of itself: r + r²/2 + r³ · a minimax polynomial.
INLINE V expm1Reduced(V r) {
  V q = fma_(r, (V)0x1.6c6434p-10f, (V)0x1.122408p-7f);
  q = fma_(q, r, (V)0x1.5555acp-5f);
  q = fma_(q, r, (V)0x1.5554b6p-3f);
  q = fma_(q, r, (V)0.5f);
  return fma_(r * r, q, r);
}

/// x = n · ln 2 + r, ln 2 in two parts so that r is as exact as x.
INLINE V reduceByLn2(V x, V *n) {
  *n = roundSmall(x * 0x1.715476p+0f);
  const V r = fma_(*n, (V)-0x1.62e400p-1f, x);
  return fma_(*n, (V)-0x1.7f7d1cp-20f, r);
}

/// x · 2ⁿ for −252 ≤ n ≤ 254, denormals included.
INLINE V scale(V x, V n) {
#if WIDTH == 16
  return (V)_mm512_scalef_ps((__m512)x, (__m512)n);
#else
  const I whole = toInteger(n), half = whole >> 1;
  return x * powerOf2(half) * powerOf2(whole - half);
#endif
}

INLINE V clamp(V x, float low, float high) {
  // A comparison with NaN is false: it stays.
  x = choose(x < low, low, x);
  return choose(x > high, high, x);
}

/// exp(x) for x not below −105 or above 89.
INLINE V expCore(V x) {
  V n;
  const V r = reduceByLn2(x, &n);
  return scale(expm1Reduced(r) + 1.0f, n);
}

INLINE V exp_(V x) { return expCore(clamp(x, -105.0f, 89.0f)); }

/// `lax.exp2` is an exponential of a product.
INLINE V exp2_(V x) { return exp_(x * 0.693147181f); }

/// exp(x) − 1 for x not below −20 or above 89.
INLINE V expm1Core(V x) {
  V n;
  const V p = expm1Reduced(reduceByLn2(x, &n));
  // Half the power, so that 2¹²⁸ isn't infinite before its time.
  const V half = powerOf2(toInteger(n) - 1);
  return fma_(p, half, half - 0.5f) * 2.0f;
}

INLINE V expm1_(V x) { return withSign(expm1Core(clamp(x, -20.0f, 89.0f)), x); }

/// With e = exp(2|x|) − 1, e / (e + 2).
INLINE V tanh_(V x) {
  const V e = expm1Core(clamp(magnitude(x), 0.0f, 10.0f) * 2.0f);
  return withSign(e / (e + 2.0f), x);
}

/// With e = exp(−|x|), 1 / (1 + e), or e / (1 + e) for negative x: the relative error is small there
/// too.
INLINE V logistic_(V x) {
  const V a = magnitude(x);
  const V e = expCore(-choose(a > 105.0f, 105.0f, a));
  return choose(x < 0.0f, e, 1.0f) / (e + 1.0f);
}

/// (exp(x) ± exp(−x)) / 2 with e = exp(|x|) − 1 as exact as it can be.
INLINE V sinh_(V x) {
  const V a = magnitude(x);
  const V e = expm1Core(clamp(a, 0.0f, 88.0f));
  const V small = (e + e / (e + 1.0f)) * 0.5f;
  const V half = exp_(a * 0.5f);
  return withSign(choose(a > 80.0f, half * 0.5f * half, small), x);
}

INLINE V cosh_(V x) {
  const V a = magnitude(x);
  const V e = exp_(clamp(a, 0.0f, 88.0f));
  const V half = exp_(a * 0.5f);
  return choose(a > 80.0f, half * 0.5f * half, fma_(e, (V)0.5f, (V)0.5f / e));
}
