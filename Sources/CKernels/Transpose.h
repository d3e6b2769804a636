// Transposing matrices of four-byte elements.

typedef uint32_t Quad __attribute__((ext_vector_type(4)));
typedef Quad LooseQuad __attribute__((aligned(4)));

/// A block of four by four.
INLINE void transposeBlock(
  const uint32_t *source, ptrdiff_t sourceStride, uint32_t *target, ptrdiff_t targetStride
) {
  const Quad a = *(const LooseQuad *)source;
  const Quad b = *(const LooseQuad *)(source + sourceStride);
  const Quad c = *(const LooseQuad *)(source + 2 * sourceStride);
  const Quad d = *(const LooseQuad *)(source + 3 * sourceStride);
  const Quad abLow = __builtin_shufflevector(a, b, 0, 4, 1, 5);
  const Quad abHigh = __builtin_shufflevector(a, b, 2, 6, 3, 7);
  const Quad cdLow = __builtin_shufflevector(c, d, 0, 4, 1, 5);
  const Quad cdHigh = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  *(LooseQuad *)target = __builtin_shufflevector(abLow, cdLow, 0, 1, 4, 5);
  *(LooseQuad *)(target + targetStride) = __builtin_shufflevector(abLow, cdLow, 2, 3, 6, 7);
  *(LooseQuad *)(target + 2 * targetStride) = __builtin_shufflevector(abHigh, cdHigh, 0, 1, 4, 5);
  *(LooseQuad *)(target + 3 * targetStride) = __builtin_shufflevector(abHigh, cdHigh, 2, 3, 6, 7);
}

/// `target[j, i] = source[i, j]`, sixteen rows at a time, which become whole cache lines.
static void transpose(
  const uint32_t *source, ptrdiff_t sourceStride, ptrdiff_t rows, ptrdiff_t columns,
  uint32_t *target, ptrdiff_t targetStride
) {
  const ptrdiff_t wholeRows = rows & ~(ptrdiff_t)3, wholeColumns = columns & ~(ptrdiff_t)3;
  for (ptrdiff_t group = 0; group < wholeRows; group += 16)
    for (ptrdiff_t j = 0; j < wholeColumns; j += 4)
      for (ptrdiff_t i = group; i < wholeRows && i < group + 16; i += 4)
        transposeBlock(
          source + i * sourceStride + j, sourceStride, target + j * targetStride + i, targetStride);
  for (ptrdiff_t i = 0; i < rows; i++)
    for (ptrdiff_t j = i < wholeRows ? wholeColumns : 0; j < columns; j++)
      target[j * targetStride + i] = source[i * sourceStride + j];
}
