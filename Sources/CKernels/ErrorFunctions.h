// The error function, its complement and its inverse. Polynomials are minimax fits.

/// For small x, x plus x times a polynomial in x²; further out 1 − exp of a polynomial.
INLINE V erf_(V x) {
  const V a = magnitude(x);
  const V t = x * x;
  V near = fma_(t, (V)-0x1.38741cp-11f, (V)0x1.46d9e2p-8f);
  near = fma_(near, t, (V)-0x1.b67c04p-6f);
  near = fma_(near, t, (V)0x1.ce1986p-4f);
  near = fma_(near, t, (V)-0x1.8126e2p-2f);
  near = fma_(near, t, (V)0x1.06eba6p-3f);
  near = fma_(near, x, x);
  const V b = clamp(a, 0.0f, 4.0f);
  V far = fma_(b, (V)0x1.9aee7cp-13f, (V)-0x1.8ee3c0p-9f);
  far = fma_(far, b, (V)0x1.6c2b38p-6f);
  far = fma_(far, b, (V)-0x1.a9b46ap-4f);
  far = fma_(far, b, (V)-0x1.463cbcp-1f);
  far = fma_(far, b, (V)-0x1.20af5ap+0f);
  far = fma_(far, b, (V)-0x1.9a5d54p-13f);
  far = withSign((V)1.0f - exp_(far), x);
  return choose(a < 0.925f, near, far);
}

/// 1 − erf(x) near 0; further out exp(−x²) · p(q) / (1 + 2x) with q = (x − 2)/(x + 2), which keeps
/// the relative error small however small the result. The form is from Shepherd and Laframboise,
/// "Chebyshev approximation of (1 + 2x) exp(x²) erfc x in 0 ≤ x < ∞", 1981.
INLINE V erfc_(V x) {
  const V a = clamp(magnitude(x), 0.0f, 11.0f);
  const V q = (a - 2.0f) / (a + 2.0f);
  V p = fma_(q, (V)-0x1.2f068ep-12f, (V)-0x1.46e82cp-10f);
  p = fma_(p, q, (V)0x1.39d012p-10f);
  p = fma_(p, q, (V)0x1.1b737ap-7f);
  p = fma_(p, q, (V)-0x1.06c718p-7f);
  p = fma_(p, q, (V)-0x1.bc1868p-5f);
  p = fma_(p, q, (V)0x1.4ff98ap-3f);
  p = fma_(p, q, (V)-0x1.5407dep-3f);
  p = fma_(p, q, (V)-0x1.7bf5e8p-4f);
  p = fma_(p, q, (V)0x1.46e80ep+0f);
  p = p / fma_(a, (V)2.0f, (V)1.0f);
  // The square in two parts: the upper half of a has an exact one.
  const V high = number(bits(a) & (int32_t)0xfffff000);
  const V rest = (a - high) * (a + high);
  const V far = exp_(-high * high) * fma_(expm1Reduced(-rest), p, p);
  const V y = choose(x < 0.0f, 2.0f - far, far);
  return choose(magnitude(x) < 0.45f, 1.0f - erf_(x), y);
}

/// The inverse of the error function with the polynomials XLA uses (M. Giles, "Approximating the
/// erfinv function", 2011).
INLINE V erfInv_(V x) {
  const V w = -log1p_(-x * x);
  const V central = w - 2.5f;
  const V tail = __builtin_elementwise_sqrt(w) - 3.0f;
  const I isCentral = w < 5.0f;
  static const float coefficients[9][2] = {
    {2.81022636e-08f, -0.000200214257f}, {3.43273939e-07f, 0.000100950558f},
    {-3.5233877e-06f, 0.00134934322f},   {-4.39150654e-06f, -0.00367342844f},
    {0.00021858087f, 0.00573950773f},    {-0.00125372503f, -0.0076224613f},
    {-0.00417768164f, 0.00943887047f},   {0.246640727f, 1.00167406f},
    {1.50140941f, 2.83297682f},
  };
  const V argument = choose(isCentral, central, tail);
  V value = choose(isCentral, (V)coefficients[0][0], (V)coefficients[0][1]);
  UNROLL for (int i = 1; i < 9; i++)
    value = fma_(value, argument, choose(isCentral, (V)coefficients[i][0], (V)coefficients[i][1]));
  return choose(magnitude(x) == 1.0f, x * INFINITY, value * x);
}
