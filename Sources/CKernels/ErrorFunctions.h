INLINE V erf_(V x) { return eachLane(erff, x); }
INLINE V erfc_(V x) { return eachLane(erfcf, x); }

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
