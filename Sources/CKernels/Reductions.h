// Each row of a tile to one element, in an order that only the number of columns decides.

/// Four partial results, then the lanes of one, in halves.
INLINE float foldRow(
  const float *row, bool repeats, ptrdiff_t columns, float start, V (*map)(V), V (*combine)(V, V)
) {
  V sums[4] = {start, start, start, start};
  ptrdiff_t column = 0;
  for (; column + 4 * WIDTH <= columns; column += 4 * WIDTH)
    UNROLL for (int i = 0; i < 4; i++)
      sums[i] = combine(sums[i], map(part(row, repeats, column + i * WIDTH, WIDTH)));
  for (; column + WIDTH <= columns; column += WIDTH)
    sums[0] = combine(sums[0], map(part(row, repeats, column, WIDTH)));
  if (column < columns) {
    const I lanes = LANES;
    const V last = map(part(row, repeats, column, columns - column));
    sums[1] = combine(sums[1], choose(lanes < (int32_t)(columns - column), last, start));
  }
  V sum = combine(combine(sums[0], sums[1]), combine(sums[2], sums[3]));
#if WIDTH == 16
  sum = combine(
    sum, __builtin_shufflevector(sum, sum, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  sum = combine(
    sum, __builtin_shufflevector(sum, sum, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11));
  sum = combine(
    sum, __builtin_shufflevector(sum, sum, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13));
  sum = combine(
    sum, __builtin_shufflevector(sum, sum, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14));
#elif WIDTH == 8
  sum = combine(sum, __builtin_shufflevector(sum, sum, 4, 5, 6, 7, 0, 1, 2, 3));
  sum = combine(sum, __builtin_shufflevector(sum, sum, 2, 3, 0, 1, 6, 7, 4, 5));
  sum = combine(sum, __builtin_shufflevector(sum, sum, 1, 0, 3, 2, 5, 4, 7, 6));
#else
  sum = combine(sum, __builtin_shufflevector(sum, sum, 2, 3, 0, 1));
  sum = combine(sum, __builtin_shufflevector(sum, sum, 1, 0, 3, 2));
#endif
  return sum[0];
}

#define REDUCTION(name, start, map, combine)                                   \
  static void reduce##name##Tile(const CKTile *tile) {                         \
    const bool repeats = tile->operands[0].repeatsColumn;                      \
    EACH_ROW(tile)                                                             \
      *RESULT_ROW(tile, float) = foldRow(                                      \
        OPERAND_ROW(tile, 0, float), repeats, tile->columns, start, map, combine); \
  }

REDUCTION(Sum, 0.0f, copy_, add_)
REDUCTION(SumOfSquares, 0.0f, square_, add_)
REDUCTION(Max, -INFINITY, copy_, max_)
REDUCTION(Min, INFINITY, copy_, min_)
REDUCTION(Prod, 1.0f, copy_, mul_)
