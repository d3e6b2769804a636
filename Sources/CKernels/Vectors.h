// Vectors of WIDTH elements and what is done with them lane by lane.

#define INLINE static inline __attribute__((always_inline))
#define NOINLINE static __attribute__((noinline))
#define UNROLL _Pragma("clang loop unroll(full)")

typedef float V __attribute__((ext_vector_type(WIDTH)));
typedef int32_t I __attribute__((ext_vector_type(WIDTH)));
typedef uint32_t U __attribute__((ext_vector_type(WIDTH)));
typedef uint16_t H __attribute__((ext_vector_type(WIDTH)));
typedef uint8_t B __attribute__((ext_vector_type(WIDTH)));

// The same vectors at any address.
typedef V LooseV __attribute__((aligned(4)));
typedef I LooseI __attribute__((aligned(4)));
typedef H LooseH __attribute__((aligned(2)));
typedef B LooseB __attribute__((aligned(1)));

#if WIDTH == 16
#define LANES {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}
#elif WIDTH == 8
#define LANES {0, 1, 2, 3, 4, 5, 6, 7}
#else
#define LANES {0, 1, 2, 3}
#endif

INLINE I bits(V x) { return (I)x; }
INLINE V number(I x) { return (V)x; }
INLINE V choose(I mask, V onTrue, V onFalse) { return mask ? onTrue : onFalse; }
INLINE V magnitude(V x) { return __builtin_elementwise_abs(x); }
INLINE V withSign(V x, V sign) {
  return number((bits(x) & 0x7fffffff) | (bits(sign) & (int32_t)0x80000000));
}

/// a·b + c, rounded once where the processor can.
INLINE V fma_(V a, V b, V c) {
#if HAS_FMA
  return __builtin_elementwise_fma(a, b, c);
#else
  return a * b + c;
#endif
}

/// The nearest integer, ties to even, of a number that isn't larger than 2²².
INLINE V roundSmall(V x) {
  const V magic = 0x1.8p23f;
  return (x + magic) - magic;
}

INLINE I toInteger(V x) { return __builtin_convertvector(x, I); }
INLINE V toFloat(I x) { return __builtin_convertvector(x, V); }

/// 2ⁿ for −126 ≤ n ≤ 127.
INLINE V powerOf2(I n) { return number((n + 127) << 23); }

// MARK: Loading and storing

INLINE V load(const float *p) { return *(const LooseV *)p; }
INLINE void store(float *p, V x) { *(LooseV *)p = x; }

#if WIDTH == 16

INLINE V loadPart(const float *p, ptrdiff_t count) {
  return (V)_mm512_maskz_loadu_ps((__mmask16)((1u << count) - 1), p);
}

INLINE void storePart(float *p, V x, ptrdiff_t count) {
  _mm512_mask_storeu_ps(p, (__mmask16)((1u << count) - 1), (__m512)x);
}

#elif WIDTH == 8

INLINE __m256i firstLanes(ptrdiff_t count) {
  const I lanes = LANES;
  return (__m256i)(lanes < (int32_t)count);
}

INLINE V loadPart(const float *p, ptrdiff_t count) {
  return (V)_mm256_maskload_ps(p, firstLanes(count));
}

INLINE void storePart(float *p, V x, ptrdiff_t count) {
  _mm256_maskstore_ps(p, firstLanes(count), (__m256)x);
}

#else

INLINE V loadPart(const float *p, ptrdiff_t count) {
  V x = 0.0f;
  for (ptrdiff_t lane = 0; lane < count; lane++) x[lane] = p[lane];
  return x;
}

INLINE void storePart(float *p, V x, ptrdiff_t count) {
  for (ptrdiff_t lane = 0; lane < count; lane++) p[lane] = x[lane];
}

#endif

INLINE B loadBytesPart(const uint8_t *p, ptrdiff_t count) {
  B x = 0;
  memcpy(&x, p, (size_t)count);
  return x;
}

INLINE void storeBytesPart(uint8_t *p, B x, ptrdiff_t count) { memcpy(p, &x, (size_t)count); }

INLINE H loadHalvesPart(const uint16_t *p, ptrdiff_t count) {
  H x = 0;
  memcpy(&x, p, (size_t)count * 2);
  return x;
}

INLINE void storeHalvesPart(uint16_t *p, H x, ptrdiff_t count) {
  memcpy(p, &x, (size_t)count * 2);
}

// MARK: 16-bit floats

INLINE V widenBFloat16(H x) { return number(__builtin_convertvector(x, I) << 16); }

/// The upper halves of the nearest numbers with sixteen bits, ties to even; NaN stays NaN.
INLINE U roundedUpperHalf(V x) {
  const U u = (U)bits(x);
  const U rounded = (u + 0x7fff + ((u >> 16) & 1)) >> 16;
  return (U)((x != x) ? (I)((u >> 16) | 0x40) : (I)rounded);
}

INLINE H narrowBFloat16(V x) { return __builtin_convertvector(roundedUpperHalf(x), H); }

#if WIDTH == 16

INLINE V widenFloat16(H x) { return (V)_mm512_cvtph_ps((__m256i)x); }
INLINE H narrowFloat16(V x) {
  return (H)_mm512_cvtps_ph((__m512)x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
}

#elif WIDTH == 8

INLINE V widenFloat16(H x) { return (V)_mm256_cvtph_ps((__m128i)x); }
INLINE H narrowFloat16(V x) {
  return (H)_mm256_cvtps_ph((__m256)x, _MM_FROUND_TO_NEAREST_INT);
}

#else

INLINE V widenFloat16(H x) {
  const I half = __builtin_convertvector(x, I);
  const I sign = (half & 0x8000) << 16;
  const I rest = half & 0x7fff;
  // Scaling by 2¹¹² moves the exponent from one bias to the other and normalises denormals.
  const V finite = number(rest << 13) * 0x1p112f;
  const V special = number((rest << 13) | 0x7f800000);
  return number(bits(choose(rest >= 0x7c00, special, finite)) | sign);
}

INLINE H narrowFloat16(V x) {
  const I sign = (bits(x) >> 16) & 0x8000;
  const V size = magnitude(x);
  const U u = (U)bits(size);
  // Normal results: round to 10 bits of fraction. Denormal ones: let an addition round.
  const I normal = (I)((u - ((127 - 15) << 23) + 0xfff + ((u >> 13) & 1)) >> 13);
  const I denormal = bits(size + 0.5f) - bits((V)0.5f);
  I half = size < 0x1p-14f ? denormal : normal;
  half = size >= 65520.0f ? (I)0x7c00 : half;
  half = size != size ? (I)(((u >> 13) & 0x3ff) | 0x7e00) : half;
  return __builtin_convertvector(half | sign, H);
}

#endif
