// Functions that aren't hot: the C library's, lane by lane.

INLINE V eachLane(float (*function)(float), V x) {
  UNROLL for (int lane = 0; lane < WIDTH; lane++) x[lane] = function(x[lane]);
  return x;
}

INLINE V eachPair(float (*function)(float, float), V a, V b) {
  UNROLL for (int lane = 0; lane < WIDTH; lane++) a[lane] = function(a[lane], b[lane]);
  return a;
}

INLINE V cbrt_(V x) { return eachLane(cbrtf, x); }
INLINE V tan_(V x) { return eachLane(tanf, x); }
INLINE V asin_(V x) { return eachLane(asinf, x); }
INLINE V acos_(V x) { return eachLane(acosf, x); }
INLINE V atan_(V x) { return eachLane(atanf, x); }
INLINE V asinh_(V x) { return eachLane(asinhf, x); }
INLINE V acosh_(V x) { return eachLane(acoshf, x); }
INLINE V atanh_(V x) { return eachLane(atanhf, x); }
INLINE V pow_(V a, V b) { return eachPair(powf, a, b); }
INLINE V rem_(V a, V b) { return eachPair(fmodf, a, b); }
INLINE V atan2_(V a, V b) { return eachPair(atan2f, a, b); }
INLINE V nextAfter_(V a, V b) { return eachPair(nextafterf, a, b); }
