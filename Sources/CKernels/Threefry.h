/// Threefry-2x32 with 20 rounds (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3",
/// 2011): each pair of words of `first` and `second` enciphered in its place.
static void threefry(
  const uint32_t key[2], uint32_t *first, uint32_t *second, ptrdiff_t count
) {
  static const int rotations[2][4] = {{13, 15, 26, 6}, {17, 29, 16, 24}};
  const uint32_t keys[3] = {key[0], key[1], key[0] ^ key[1] ^ 0x1bd11bda};
#define STEP(column, count)                                                    \
  {                                                                            \
    U x = (U)bits(loadCount((const float *)first + column, count)) + keys[0];  \
    U y = (U)bits(loadCount((const float *)second + column, count)) + keys[1]; \
    UNROLL for (uint32_t group = 0; group < 5; group++) {                      \
      UNROLL for (int i = 0; i < 4; i++) {                                     \
        const int left = rotations[group % 2][i];                              \
        x += y;                                                                \
        y = ((y << left) | (y >> (32 - left))) ^ x;                            \
      }                                                                        \
      x += keys[(group + 1) % 3];                                              \
      y += keys[(group + 2) % 3] + group + 1;                                  \
    }                                                                          \
    storeCount((float *)first + column, number((I)x), count);                  \
    storeCount((float *)second + column, number((I)y), count);                 \
  }
  EACH_VECTOR(count, STEP)
#undef STEP
}
