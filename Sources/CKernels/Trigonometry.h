// sin and cos.

#if HAS_FMA

/// sin(r) or, where asked, cos(r) for |r| ≤ π/4, by minimax polynomials in r².
INLINE V sinOrCosReduced(V r, I wantsCos) {
  const V t = r * r;
  V s = fma_(t, (V)-0x1.9954a8p-13f, (V)0x1.11077ap-7f);
  s = fma_(s, t, (V)-0x1.555546p-3f);
  s = fma_(s, t * r, r);
  V c = fma_(t, (V)0x1.99e80cp-16f, (V)-0x1.6c0c28p-10f);
  c = fma_(c, t, (V)0x1.55554ap-5f);
  c = fma_(c, t * t, fma_(t, (V)-0.5f, (V)1.0f));
  return choose(wantsCos, c, s);
}

/// sin(x + quarter · π/2), with x reduced by π/2 in three parts; for |x| up to 2¹⁵.
INLINE V sinCore(V x, int32_t quarter) {
  const V n = roundSmall(x * 0x1.45f306p-1f);
  V r = fma_(n, (V)-0x1.921fb6p+0f, x);
  r = fma_(n, (V)0x1.777a5cp-25f, r);
  r = fma_(n, (V)0x1.ee59dap-50f, r);
  const I turns = toInteger(n) + quarter;
  const V y = sinOrCosReduced(r, (turns & 1) != 0);
  return number(bits(y) ^ ((turns & 2) << 30));
}

/// `y`, but for lanes that `sinCore` isn't made for.
INLINE V whereLarge(V x, V y, float (*function)(float)) {
  UNROLL for (int lane = 0; lane < WIDTH; lane++)
    if (!(fabsf(x[lane]) <= 0x1p15f)) y[lane] = function(x[lane]);
  return y;
}

INLINE bool anyIsLarge(V x) {
  const I isLarge = ~(magnitude(x) <= 0x1p15f);
  return __builtin_reduce_or(isLarge) != 0;
}

NOINLINE V sin_(V x) {
  const V y = choose(x == 0.0f, x, sinCore(x, 0));
  return __builtin_expect(anyIsLarge(x), 0) ? whereLarge(x, y, sinf) : y;
}

NOINLINE V cos_(V x) {
  const V y = sinCore(x, 1);
  return __builtin_expect(anyIsLarge(x), 0) ? whereLarge(x, y, cosf) : y;
}

#else

// Without FMA, reducing x takes more than the C library's functions.
INLINE V sin_(V x) { return eachLane(sinf, x); }
INLINE V cos_(V x) { return eachLane(cosf, x); }

#endif
