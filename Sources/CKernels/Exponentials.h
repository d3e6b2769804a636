// exp and what is built from it. Errors are the largest found over all float32, in ulp.

/// exp(r) − 1 for |r| ≤ ln 2 / 2, relative to r.
///
/// The polynomial is the Taylor series telescoped over the interval (Remez), of degree 6.
INLINE V expm1Reduced(V r) {
  V q = fma_(r, (V)1.3981999e-3f, (V)8.3333999e-3f);
  q = fma_(q, r, (V)4.1666750e-2f);
  q = fma_(q, r, (V)1.6666664e-1f);
  q = fma_(q, r, (V)0.5f);
  return fma_(r * r, q, r);
}

/// x = n · ln 2 + r, ln 2 in two parts so that r is as exact as x.
INLINE V reduceByLn2(V x, V *n) {
  *n = roundSmall(x * 0x1.715476p+0f);
  const V r = fma_(*n, (V)-0x1.62e400p-1f, x);
  return fma_(*n, (V)-0x1.7f7d1cp-20f, r);
}

/// x · 2ⁿ for −252 ≤ n ≤ 254, in two steps so that denormals come out right.
INLINE V scale(V x, I n) {
  const I half = n >> 1;
  return x * powerOf2(half) * powerOf2(n - half);
}

INLINE V clamp(V x, float low, float high) {
  // A comparison with NaN is false: it stays.
  x = choose(x < low, low, x);
  return choose(x > high, high, x);
}

INLINE V exp_(V x) {
  V n;
  const V r = reduceByLn2(clamp(x, -105.0f, 89.0f), &n);
  return scale(expm1Reduced(r) + 1.0f, toInteger(n));
}

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

/// 1 / (1 + exp(−|x|)), times exp(−|x|) for negative x, which keeps the relative error small there.
INLINE V logistic_(V x) {
  const V e = exp_(-magnitude(x));
  const V y = (V)1.0f / (e + 1.0f);
  return choose(x < 0.0f, y * e, y);
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
