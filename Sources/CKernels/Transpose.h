/// `target[j, i] = source[i, j]`, in blocks that stay in cache.
static void transpose(
  const uint32_t *source, ptrdiff_t sourceStride, ptrdiff_t rows, ptrdiff_t columns,
  uint32_t *target, ptrdiff_t targetStride
) {
  for (ptrdiff_t i = 0; i < rows; i += 16)
    for (ptrdiff_t j = 0; j < columns; j++)
      for (ptrdiff_t k = i; k < rows && k < i + 16; k++)
        target[j * targetStride + k] = source[k * sourceStride + j];
}
