// The elementwise operations, each lane by lane and as a function over tiles.

INLINE V copy_(V x) { return x; }
INLINE V neg_(V x) { return -x; }
INLINE V abs_(V x) { return magnitude(x); }
/// ±1, and zeros and NaN as they are.
INLINE V sign_(V x) { return choose((x > 0.0f) | (x < 0.0f), withSign(1.0f, x), x); }
INLINE V square_(V x) { return x * x; }
INLINE V sqrt_(V x) { return __builtin_elementwise_sqrt(x); }
INLINE V rsqrt_(V x) { return (V)1.0f / __builtin_elementwise_sqrt(x); }

#if WIDTH == 4 && !defined(__aarch64__)

// Without an instruction to round: from 2²³ on, every number is whole.
INLINE V rounded(V x, V integer) {
  return choose(magnitude(x) < 0x1p23f, withSign(integer, x), x);
}
INLINE V round_(V x) {
  const V a = magnitude(x);
  return rounded(x, (a + 0x1p23f) - 0x1p23f);
}
INLINE V floor_(V x) {
  const V nearest = round_(x);
  return rounded(x, nearest - choose(nearest > x, 1.0f, 0.0f));
}
INLINE V ceil_(V x) { return -floor_(-x); }

#else

INLINE V round_(V x) { return __builtin_elementwise_roundeven(x); }
INLINE V floor_(V x) { return __builtin_elementwise_floor(x); }
INLINE V ceil_(V x) { return __builtin_elementwise_ceil(x); }

#endif

INLINE V roundToBFloat16_(V x) { return number((I)(roundedUpperHalf(x) << 16)); }
INLINE V roundToFloat16_(V x) { return widenFloat16(narrowFloat16(x)); }

#define UNARY(name, operation) \
  static void name##Tile(const CKTile *tile) { unaryTile(tile, operation); }

UNARY(neg, neg_) UNARY(abs, abs_) UNARY(sign, sign_)
UNARY(floor, floor_) UNARY(ceil, ceil_) UNARY(round, round_)
UNARY(square, square_) UNARY(sqrt, sqrt_) UNARY(rsqrt, rsqrt_)
UNARY(exp, exp_) UNARY(exp2, exp2_) UNARY(expm1, expm1_) UNARY(log, log_) UNARY(log1p, log1p_)
UNARY(cbrt, cbrt_) UNARY(sin, sin_) UNARY(cos, cos_) UNARY(tan, tan_)
UNARY(asin, asin_) UNARY(acos, acos_) UNARY(atan, atan_)
UNARY(sinh, sinh_) UNARY(cosh, cosh_) UNARY(tanh, tanh_)
UNARY(asinh, asinh_) UNARY(acosh, acosh_) UNARY(atanh, atanh_)
UNARY(logistic, logistic_) UNARY(erf, erf_) UNARY(erfc, erfc_) UNARY(erfInv, erfInv_)
UNARY(roundToBFloat16, roundToBFloat16_) UNARY(roundToFloat16, roundToFloat16_)

/// Short rows that are written one behind the other: whole vectors, whose ends the next rows
/// overwrite.
static void copyShortRows(const CKTile *tile) {
  const ptrdiff_t rows = tile->rows, columns = tile->columns;
  const ptrdiff_t stride = tile->operands[0].rowStride;
  const float *a = tile->operands[0].start;
  float *result = tile->result;
  const ptrdiff_t rowsInVector = (WIDTH + columns - 1) / columns;
  ptrdiff_t row = 0;
  for (; row <= rows - rowsInVector; row++, a += stride, result += columns)
    store(result, loadPart(a, columns));
  for (; row < rows; row++, a += stride, result += columns)
    storePart(result, loadPart(a, columns), columns);
}

static void copyTile(const CKTile *tile) {
  const bool isShort = tile->columns < WIDTH && tile->resultRowStride == tile->columns &&
    !tile->operands[0].repeatsColumn && tile->rows > 1;
  if (isShort) copyShortRows(tile); else unaryTile(tile, copy_);
}

static void isFiniteTile(const CKTile *tile) {
  const bool repeats = tile->operands[0].repeatsColumn;
  EACH_ROW(tile) {
    uint8_t *result = RESULT_ROW(tile, uint8_t);
    const float *a = OPERAND_ROW(tile, 0, float);
#define STEP(column, count)                                                         \
  storeBytesCount(                                                                  \
    result + column, maskBytes(magnitude(part(a, repeats, column, count)) < INFINITY), count)
    EACH_VECTOR(tile->columns, STEP)
#undef STEP
  }
}

INLINE V add_(V a, V b) { return a + b; }
INLINE V sub_(V a, V b) { return a - b; }
INLINE V mul_(V a, V b) { return a * b; }
INLINE V div_(V a, V b) { return a / b; }
// NaN if either is; 0 is larger than -0, which sets just the sign bit.
INLINE V max_(V a, V b) {
  const V equal = number(bits(a) & bits(b));
  return choose(a == b, equal, choose((a > b) | (a != a), a, b));
}
INLINE V min_(V a, V b) {
  const V equal = number(bits(a) | bits(b));
  return choose(a == b, equal, choose((a < b) | (a != a), a, b));
}

#define BINARY(name, operation) \
  static void name##Tile(const CKTile *tile) { binaryTile(tile, operation); }

BINARY(add, add_) BINARY(sub, sub_) BINARY(mul, mul_) BINARY(div, div_) BINARY(rem, rem_)
BINARY(pow, pow_) BINARY(max, max_) BINARY(min, min_) BINARY(atan2, atan2_)
BINARY(nextAfter, nextAfter_)

INLINE V multiplyAdd_(V a, V b, V c) { return fma_(a, b, c); }
INLINE V multiplySubtract_(V a, V b, V c) { return fma_(a, b, -c); }
INLINE V subtractProduct_(V a, V b, V c) { return fma_(-a, b, c); }

#define TERNARY(name) \
  static void name##Tile(const CKTile *tile) { ternaryTile(tile, name##_); }

TERNARY(multiplyAdd) TERNARY(multiplySubtract) TERNARY(subtractProduct)

#define COMPARISON(name, operator)                                             \
  INLINE I name##Mask(V a, V b) { return a operator b; }                       \
  INLINE I name##IntegerMask(V a, V b) { return bits(a) operator bits(b); }    \
  static void name##Tile(const CKTile *tile) { compareTile(tile, name##Mask); } \
  static void name##IntegerTile(const CKTile *tile) { compareTile(tile, name##IntegerMask); }

COMPARISON(eq, ==) COMPARISON(ne, !=) COMPARISON(lt, <) COMPARISON(le, <=)
COMPARISON(gt, >) COMPARISON(ge, >=)

// int32 travels as the bits of float32, which loads and stores keep.
#define INTEGER(name, expression)                                              \
  INLINE V name##Integer(V x, V y) {                                           \
    const U a = (U)bits(x), b = (U)bits(y);                                    \
    return number((I)(expression));                                            \
  }                                                                            \
  static void name##IntegerTile(const CKTile *tile) { binaryTile(tile, name##Integer); }

INTEGER(add, a + b) INTEGER(sub, a - b) INTEGER(mul, a * b)
INTEGER(max, (I)a > (I)b ? a : b) INTEGER(min, (I)a < (I)b ? a : b)
INTEGER(and, a & b) INTEGER(or, a | b) INTEGER(xor, a ^ b)

#define LOGICAL(name, expression)                      \
  INLINE B name##Bytes(B a, B b) { return expression; } \
  static void name##Tile(const CKTile *tile) { logicalTile(tile, name##Bytes); }

LOGICAL(and, a & b) LOGICAL(or, a | b) LOGICAL(xor, a ^ b)
