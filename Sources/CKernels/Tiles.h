// Loops over tiles. A tail gives the same bits as a whole vector, for it is one, partly loaded.

#define EACH_ROW(tile) for (ptrdiff_t row = 0; row < (tile)->rows; row++)
#define RESULT_ROW(tile, type) ((type *)(tile)->result + row * (tile)->resultRowStride)
#define OPERAND_ROW(tile, index, type) \
  ((const type *)(tile)->operands[index].start + row * (tile)->operands[index].rowStride)

/// `STEP(column, count)` for each vector of a row, `count` being `WIDTH` but for the last.
#define EACH_VECTOR(columns, STEP)                                         \
  {                                                                        \
    ptrdiff_t column_ = 0;                                                 \
    for (; column_ + WIDTH <= (columns); column_ += WIDTH) STEP(column_, WIDTH); \
    if (column_ < (columns)) STEP(column_, (columns) - column_);           \
  }

INLINE V loadCount(const float *p, ptrdiff_t count) {
  return count == WIDTH ? load(p) : loadPart(p, count);
}

INLINE void storeCount(float *p, V x, ptrdiff_t count) {
  if (count == WIDTH) store(p, x); else storePart(p, x, count);
}

INLINE B loadBytesCount(const uint8_t *p, ptrdiff_t count) {
  return count == WIDTH ? *(const LooseB *)p : loadBytesPart(p, count);
}

INLINE void storeBytesCount(uint8_t *p, B x, ptrdiff_t count) {
  if (count == WIDTH) *(LooseB *)p = x; else storeBytesPart(p, x, count);
}

INLINE B maskBytes(I mask) { return __builtin_convertvector(mask & 1, B); }
INLINE I bytesMask(B bytes) { return __builtin_convertvector(bytes, I) != 0; }

/// The elements of a row from `column` on, or one of them repeated.
INLINE V part(const float *row, bool repeats, ptrdiff_t column, ptrdiff_t count) {
  return repeats ? (V)*row : loadCount(row + column, count);
}

// MARK: float32 → float32

INLINE void unaryTile(const CKTile *tile, V (*operation)(V)) {
  const bool repeats = tile->operands[0].repeatsColumn;
  EACH_ROW(tile) {
    float *result = RESULT_ROW(tile, float);
    const float *a = OPERAND_ROW(tile, 0, float);
    if (repeats) {
      const V y = operation(*a);
#define STEP(column, count) storeCount(result + column, y, count)
      EACH_VECTOR(tile->columns, STEP)
#undef STEP
    } else {
#define STEP(column, count) \
  storeCount(result + column, operation(loadCount(a + column, count)), count)
      EACH_VECTOR(tile->columns, STEP)
#undef STEP
    }
  }
}

INLINE void binaryRows(
  const CKTile *tile, V (*operation)(V, V), const bool repeatsA, const bool repeatsB
) {
  EACH_ROW(tile) {
    float *result = RESULT_ROW(tile, float);
    const float *a = OPERAND_ROW(tile, 0, float);
    const float *b = OPERAND_ROW(tile, 1, float);
#define STEP(column, count)                                                    \
  storeCount(                                                                  \
    result + column,                                                           \
    operation(part(a, repeatsA, column, count), part(b, repeatsB, column, count)), count)
    EACH_VECTOR(tile->columns, STEP)
#undef STEP
  }
}

INLINE void binaryTile(const CKTile *tile, V (*operation)(V, V)) {
  switch (tile->operands[0].repeatsColumn * 2 + tile->operands[1].repeatsColumn) {
  case 0: binaryRows(tile, operation, false, false); break;
  case 1: binaryRows(tile, operation, false, true); break;
  case 2: binaryRows(tile, operation, true, false); break;
  default: binaryRows(tile, operation, true, true); break;
  }
}

INLINE void ternaryRows(
  const CKTile *tile, V (*operation)(V, V, V), const bool repeatsA, const bool repeatsB,
  const bool repeatsC
) {
  EACH_ROW(tile) {
    float *result = RESULT_ROW(tile, float);
    const float *a = OPERAND_ROW(tile, 0, float);
    const float *b = OPERAND_ROW(tile, 1, float);
    const float *c = OPERAND_ROW(tile, 2, float);
#define STEP(column, count)                                                    \
  storeCount(                                                                  \
    result + column,                                                           \
    operation(                                                                 \
      part(a, repeatsA, column, count), part(b, repeatsB, column, count),      \
      part(c, repeatsC, column, count)),                                       \
    count)
    EACH_VECTOR(tile->columns, STEP)
#undef STEP
  }
}

INLINE void ternaryTile(const CKTile *tile, V (*operation)(V, V, V)) {
  const CKOperand *operands = tile->operands;
  switch (
    operands[0].repeatsColumn * 4 + operands[1].repeatsColumn * 2 + operands[2].repeatsColumn) {
  case 0: ternaryRows(tile, operation, false, false, false); break;
  case 1: ternaryRows(tile, operation, false, false, true); break;
  case 2: ternaryRows(tile, operation, false, true, false); break;
  case 3: ternaryRows(tile, operation, false, true, true); break;
  case 4: ternaryRows(tile, operation, true, false, false); break;
  case 5: ternaryRows(tile, operation, true, false, true); break;
  case 6: ternaryRows(tile, operation, true, true, false); break;
  default: ternaryRows(tile, operation, true, true, true); break;
  }
}

// MARK: To and from bytes

INLINE void compareTile(const CKTile *tile, I (*operation)(V, V)) {
  const bool repeatsA = tile->operands[0].repeatsColumn;
  const bool repeatsB = tile->operands[1].repeatsColumn;
  EACH_ROW(tile) {
    uint8_t *result = RESULT_ROW(tile, uint8_t);
    const float *a = OPERAND_ROW(tile, 0, float);
    const float *b = OPERAND_ROW(tile, 1, float);
#define STEP(column, count)                                                    \
  storeBytesCount(                                                             \
    result + column,                                                           \
    maskBytes(operation(                                                       \
      part(a, repeatsA, column, count), part(b, repeatsB, column, count))),    \
    count)
    EACH_VECTOR(tile->columns, STEP)
#undef STEP
  }
}

static void selectTile(const CKTile *tile) {
  const bool repeatsP = tile->operands[0].repeatsColumn;
  const bool repeatsA = tile->operands[1].repeatsColumn;
  const bool repeatsB = tile->operands[2].repeatsColumn;
  EACH_ROW(tile) {
    float *result = RESULT_ROW(tile, float);
    const uint8_t *p = OPERAND_ROW(tile, 0, uint8_t);
    const float *a = OPERAND_ROW(tile, 1, float);
    const float *b = OPERAND_ROW(tile, 2, float);
#define STEP(column, count)                                                    \
  storeCount(                                                                  \
    result + column,                                                           \
    choose(                                                                    \
      bytesMask(repeatsP ? (B)*p : loadBytesCount(p + column, count)),         \
      part(a, repeatsA, column, count), part(b, repeatsB, column, count)),     \
    count)
    EACH_VECTOR(tile->columns, STEP)
#undef STEP
  }
}

INLINE void logicalTile(const CKTile *tile, B (*operation)(B, B)) {
  const bool repeatsA = tile->operands[0].repeatsColumn;
  const bool repeatsB = tile->operands[1].repeatsColumn;
  EACH_ROW(tile) {
    uint8_t *result = RESULT_ROW(tile, uint8_t);
    const uint8_t *a = OPERAND_ROW(tile, 0, uint8_t);
    const uint8_t *b = OPERAND_ROW(tile, 1, uint8_t);
#define STEP(column, count)                                                    \
  storeBytesCount(                                                             \
    result + column,                                                           \
    operation(                                                                 \
      repeatsA ? (B)*a : loadBytesCount(a + column, count),                    \
      repeatsB ? (B)*b : loadBytesCount(b + column, count)),                   \
    count)
    EACH_VECTOR(tile->columns, STEP)
#undef STEP
  }
}
