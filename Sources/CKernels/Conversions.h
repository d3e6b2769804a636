// Between float32 and other types, as XLA converts.

/// Toward zero, clamped to the range, NaN to 0.
INLINE I truncated(V x) {
  const I inRange = toInteger(choose(magnitude(x) < 0x1p31f, x, 0.0f));
  const I clamped = x >= 0x1p31f ? (I)INT32_MAX : inRange;
  return x <= -0x1p31f ? (I)INT32_MIN : clamped;
}

INLINE H loadHalvesCount(const uint16_t *p, ptrdiff_t count) {
  return count == WIDTH ? *(const LooseH *)p : loadHalvesPart(p, count);
}

INLINE void storeHalvesCount(uint16_t *p, H x, ptrdiff_t count) {
  if (count == WIDTH) *(LooseH *)p = x; else storeHalvesPart(p, x, count);
}

INLINE V wordsFromInt32(const float *p, ptrdiff_t count) {
  return toFloat(bits(loadCount(p, count)));
}
INLINE V wordsFromUInt8(const uint8_t *p, ptrdiff_t count) {
  return toFloat(__builtin_convertvector(loadBytesCount(p, count), I));
}
INLINE V wordsFromBFloat16(const uint16_t *p, ptrdiff_t count) {
  return widenBFloat16(loadHalvesCount(p, count));
}
INLINE V wordsFromFloat16(const uint16_t *p, ptrdiff_t count) {
  return widenFloat16(loadHalvesCount(p, count));
}
INLINE void storeInt32(float *p, V x, ptrdiff_t count) {
  storeCount(p, number(truncated(x)), count);
}
INLINE void storeUInt8(uint8_t *p, V x, ptrdiff_t count) {
  const V inRange = clamp(choose(x == x, x, 0.0f), 0.0f, 255.0f);
  storeBytesCount(p, __builtin_convertvector(toInteger(inRange), B), count);
}
INLINE void storeBool(uint8_t *p, V x, ptrdiff_t count) {
  storeBytesCount(p, maskBytes(x != 0.0f), count);
}
INLINE void storeBFloat16(uint16_t *p, V x, ptrdiff_t count) {
  storeHalvesCount(p, narrowBFloat16(x), count);
}
INLINE void storeFloat16(uint16_t *p, V x, ptrdiff_t count) {
  storeHalvesCount(p, narrowFloat16(x), count);
}

#define CONVERSIONS(name, type)                                                \
  static void to##name##Tile(const CKTile *tile) {                             \
    const bool repeats = tile->operands[0].repeatsColumn;                      \
    EACH_ROW(tile) {                                                           \
      type *result = RESULT_ROW(tile, type);                                   \
      const float *a = OPERAND_ROW(tile, 0, float);                            \
      EACH_VECTOR(tile->columns, STEP_TO_##name)                               \
    }                                                                          \
  }                                                                            \
  static void from##name##Tile(const CKTile *tile) {                           \
    const bool repeats = tile->operands[0].repeatsColumn;                      \
    EACH_ROW(tile) {                                                           \
      float *result = RESULT_ROW(tile, float);                                 \
      const type *a = OPERAND_ROW(tile, 0, type);                              \
      EACH_VECTOR(tile->columns, STEP_FROM_##name)                             \
    }                                                                          \
  }

#define STEP_TO(name, column, count) \
  store##name(result + column, part(a, repeats, column, count), count)
#define STEP_FROM(name, column, count)                                         \
  storeCount(                                                                  \
    result + column,                                                           \
    repeats ? (V)wordsFrom##name(a, 1)[0] : wordsFrom##name(a + column, count), count)

#define STEP_TO_Int32(column, count) STEP_TO(Int32, column, count)
#define STEP_TO_UInt8(column, count) STEP_TO(UInt8, column, count)
#define STEP_TO_Bool(column, count) STEP_TO(Bool, column, count)
#define STEP_TO_BFloat16(column, count) STEP_TO(BFloat16, column, count)
#define STEP_TO_Float16(column, count) STEP_TO(Float16, column, count)
#define STEP_FROM_Int32(column, count) STEP_FROM(Int32, column, count)
#define STEP_FROM_UInt8(column, count) STEP_FROM(UInt8, column, count)
#define STEP_FROM_Bool(column, count) STEP_FROM(UInt8, column, count)
#define STEP_FROM_BFloat16(column, count) STEP_FROM(BFloat16, column, count)
#define STEP_FROM_Float16(column, count) STEP_FROM(Float16, column, count)

CONVERSIONS(Int32, float)
CONVERSIONS(UInt8, uint8_t)
CONVERSIONS(Bool, uint8_t)
CONVERSIONS(BFloat16, uint16_t)
CONVERSIONS(Float16, uint16_t)
