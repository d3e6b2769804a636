// Matrix products: a few rows of the left side times panels of the right side.
//
// A panel is one to three vectors wide. The sums of a tile, some rows by all columns of its panels,
// stay in registers while `k` runs; a tile has as many rows as leave room for a row of the panel and
// an element of the left side. One row or two take several panels at once instead: each sum waits
// for the one before, so there must be many, and memory is faster when read in several places.

/// The vector at `index` of a row of the right side.
INLINE V rightSide(const char *b, ptrdiff_t index, CKStorage storage) {
  switch (storage) {
  case CKStorageFloat32: return load((const float *)b + index);
  case CKStorageBFloat16: return widenBFloat16(*(const LooseH *)((const uint16_t *)b + index));
  default: return widenFloat16(*(const LooseH *)((const uint16_t *)b + index));
  }
}

/// `*sum += left * right`. As one instruction, for else the compiler shuffles sums between registers
/// until one of them has to go to memory.
INLINE void accumulate(V *sum, V left, V right) {
#if WIDTH >= 8
  __asm__("vfmadd231ps %2, %1, %0" : "+v"(*sum) : "v"(left), "v"(right));
#else
  *sum = fma_(left, right, *sum);
#endif
}

#if WIDTH == 8
#define HAS_TIGHT_TILES true

/// A row's products for one `k`, of a tile of four rows by three vectors.
///
/// The twelve sums, a row of the panel and an element of the left side take all of AVX2's
/// registers, which the compiler doesn't manage: it would read part of the panel's row from memory
/// for each row of the tile, as often as the processor can read at all.
#define TIGHT_ROW(first, second, third, left)                                  \
  "vbroadcastss " left ", %%ymm15\n\t"                                         \
  "vfmadd231ps %%ymm12, %%ymm15, %[" first "]\n\t"                             \
  "vfmadd231ps %%ymm13, %%ymm15, %[" second "]\n\t"                            \
  "vfmadd231ps %%ymm14, %%ymm15, %[" third "]\n\t"

/// Adds the products of four rows with a panel of three vectors to their sums; `depth > 0`.
INLINE void tightSums(
  V (*sums)[3], const float *a, ptrdiff_t aStride, const char *b, ptrdiff_t step, ptrdiff_t depth,
  const char *next, ptrdiff_t nextStep
) {
  const ptrdiff_t stride = aStride * 4;
  const float *last = a + 3 * aStride;
  __asm__ volatile(
    ".p2align 5\n"
    "1:\n\t"
    "vmovups (%[b]), %%ymm12\n\t"
    "vmovups 32(%[b]), %%ymm13\n\t"
    "vmovups 64(%[b]), %%ymm14\n\t"
    "prefetcht1 (%[next])\n\t"
    TIGHT_ROW("s0", "s1", "s2", "(%[a])")
    TIGHT_ROW("s3", "s4", "s5", "(%[a],%[stride])")
    TIGHT_ROW("s6", "s7", "s8", "(%[a],%[stride],2)")
    TIGHT_ROW("s9", "s10", "s11", "(%[last])")
    "add $4, %[a]\n\t"
    "add $4, %[last]\n\t"
    "add %[step], %[b]\n\t"
    "add %[nextStep], %[next]\n\t"
    "dec %[depth]\n\t"
    "jnz 1b"
    : [s0] "+x"(sums[0][0]), [s1] "+x"(sums[0][1]), [s2] "+x"(sums[0][2]),
      [s3] "+x"(sums[1][0]), [s4] "+x"(sums[1][1]), [s5] "+x"(sums[1][2]),
      [s6] "+x"(sums[2][0]), [s7] "+x"(sums[2][1]), [s8] "+x"(sums[2][2]),
      [s9] "+x"(sums[3][0]), [s10] "+x"(sums[3][1]), [s11] "+x"(sums[3][2]),
      [a] "+r"(a), [last] "+r"(last), [b] "+r"(b), [next] "+r"(next), [depth] "+r"(depth)
    : [stride] "r"(stride), [step] "r"(step), [nextStep] "r"(nextStep)
    : "ymm12", "ymm13", "ymm14", "ymm15", "memory", "cc");
}

#else
#define HAS_TIGHT_TILES false
INLINE void tightSums(
  V (*sums)[3], const float *a, ptrdiff_t aStride, const char *b, ptrdiff_t step, ptrdiff_t depth,
  const char *next, ptrdiff_t nextStep
) {}
#endif

/// The cache line that a tile is to fetch for each `k`, of what is read next: tiles share them out.
/// Where nothing is, an element that is there anyway, so that no loop has to ask.
INLINE const char *lineToFetch(const CKPanels *p, ptrdiff_t row, const float *otherwise) {
  if (!p->next) return (const char *)otherwise;
  return (const char *)p->next + row * p->nextLines / p->rows * 64;
}

/// How many lines after that one the tile is to fetch too: where rows are apart, so that the processor
/// doesn't foresee them, all of its share.
INLINE ptrdiff_t moreLinesToFetch(const CKPanels *p, ptrdiff_t row, int rows) {
  if (!p->next || p->nextStride <= p->nextLines * 64) return 0;
  return (row + rows) * p->nextLines / p->rows - row * p->nextLines / p->rows - 1;
}

/// Fetches the places of a tile's results, which it comes to at its end, and what the next one's sums
/// begin from, while there is time.
INLINE void fetchEnds(const CKPanels *p, ptrdiff_t row, int rows, int vectors) {
  const ptrdiff_t next = row + rows;
  const float *start =
    !p->start ? p->a : next < p->rows ? p->start + next * p->startStride : p->start + vectors * WIDTH;
  const float *result = p->c + row * p->cStride;
  const ptrdiff_t startStride = p->start ? p->startStride : 0;
  UNROLL for (int i = 0; i < rows; i++, start += startStride, result += p->cStride)
    UNROLL for (int j = 0; j < vectors; j++) {
      __builtin_prefetch(start + j * WIDTH);
      __builtin_prefetch(result + j * WIDTH, 1);
    }
}

#define TILE(ROWS, VECTORS, PANELS, STORAGE)                                              \
  NOINLINE void tile##ROWS##x##VECTORS##x##PANELS##STORAGE(const CKPanels *p, ptrdiff_t row) { \
    const ptrdiff_t depth = p->depth, aStride = p->aStride, panelStride = p->panelStride; \
    const float *a = p->a + row * aStride;                                                \
    V sums[ROWS][VECTORS * PANELS];                                                       \
    const ptrdiff_t last = p->lastColumns;                                                \
    const float *start = p->start + row * p->startStride;                                 \
    const ptrdiff_t startStride = p->startStride;                                         \
    UNROLL for (int i = 0; i < ROWS; i++, start += startStride)                           \
      UNROLL for (int j = 0; j < VECTORS * PANELS; j++)                                   \
        sums[i][j] =                                                                      \
          !p->start ? (V)0.0f                                                             \
          : j == VECTORS * PANELS - 1 ? loadCount(start + j * WIDTH, last)                \
          : load(start + j * WIDTH);                                                      \
    if (PANELS == 1 && depth >= 64) fetchEnds(p, row, ROWS, VECTORS);                     \
    const ptrdiff_t step = p->bStride * (CKStorage##STORAGE == CKStorageFloat32 ? 4 : 2);  \
    const char *b = p->b;                                                                 \
    const char *next = lineToFetch(p, row, a);                                            \
    const ptrdiff_t more = moreLinesToFetch(p, row, ROWS);                                \
    const ptrdiff_t nextStep = p->next ? p->nextStride : 0;                               \
    if (HAS_TIGHT_TILES && ROWS == 4 && VECTORS == 3 && PANELS == 1 &&                    \
        CKStorage##STORAGE == CKStorageFloat32 && more <= 0 && depth > 0)                 \
      tightSums((V (*)[3])sums, a, aStride, b, step, depth, next, nextStep);              \
    else for (ptrdiff_t k = 0; k < depth; k++, b += step) {                             \
      if (PANELS > 1) {                                                                   \
        V left[ROWS];                                                                     \
        UNROLL for (int i = 0; i < ROWS; i++) left[i] = a[i * aStride + k];               \
        UNROLL for (int j = 0; j < VECTORS * PANELS; j++) {                               \
          const V right = rightSide(                                                      \
            b, j / VECTORS * panelStride + j % VECTORS * WIDTH, CKStorage##STORAGE);      \
          UNROLL for (int i = 0; i < ROWS; i++) accumulate(&sums[i][j], left[i], right);  \
        }                                                                                 \
      } else {                                                                            \
        __builtin_prefetch(next, 0, 2);                                                   \
        if (more > 0) {                                                                   \
          __builtin_prefetch(next + 64, 0, 2);                                            \
          if (more > 1) __builtin_prefetch(next + 128, 0, 2);                             \
        }                                                                                 \
        next += nextStep;                                                                 \
        V right[VECTORS];                                                                 \
        UNROLL for (int j = 0; j < VECTORS; j++)                                \
          right[j] = rightSide(b, j * WIDTH, CKStorage##STORAGE);                         \
        UNROLL for (int i = 0; i < ROWS; i++) {                                           \
          const V left = a[i * aStride + k];                                              \
          UNROLL for (int j = 0; j < VECTORS; j++)                              \
            accumulate(&sums[i][j], left, right[j]);                                      \
        }                                                                                 \
      }                                                                                   \
    }                                                                                     \
    float *c = p->c + row * p->cStride;                                                   \
    const ptrdiff_t cStride = p->cStride;                                                 \
    UNROLL for (int i = 0; i < ROWS; i++, c += cStride)                                   \
      UNROLL for (int j = 0; j < VECTORS * PANELS; j++)                                   \
        if (j == VECTORS * PANELS - 1) storeCount(c + j * WIDTH, sums[i][j], last);       \
        else store(c + j * WIDTH, sums[i][j]);                                            \
  }

#define CASE(ROWS, VECTORS, STORAGE) \
  case ROWS: tile##ROWS##x##VECTORS##x1##STORAGE(p, row); break;

/// Spreads the rows evenly: six by six and five, rather than six, six and three.
#define ROW_TILES(MAXIMUM, CASES)                                              \
  const ptrdiff_t tiles = (p->rows + MAXIMUM - 1) / MAXIMUM;                   \
  ptrdiff_t row = 0;                                                           \
  for (ptrdiff_t tile = 0; tile < tiles; tile++) {                             \
    const ptrdiff_t rows = p->rows / tiles + (tile < p->rows % tiles);         \
    switch (rows) { CASES }                                                    \
    row += rows;                                                               \
  }

#define TILES_OF_ALL_SIZES(STORAGE)                                            \
  TILE(1, 1, 1, STORAGE) TILE(2, 1, 1, STORAGE) TILE(3, 1, 1, STORAGE)         \
  TILE(4, 1, 1, STORAGE) TILE(5, 1, 1, STORAGE) TILE(6, 1, 1, STORAGE)         \
  TILE(7, 1, 1, STORAGE) TILE(8, 1, 1, STORAGE)                                \
  TILE(1, 2, 1, STORAGE) TILE(2, 2, 1, STORAGE) TILE(3, 2, 1, STORAGE)         \
  TILE(4, 2, 1, STORAGE) TILE(5, 2, 1, STORAGE) TILE(6, 2, 1, STORAGE)         \
  TILE(1, 3, 1, STORAGE) TILE(2, 3, 1, STORAGE) TILE(3, 3, 1, STORAGE)         \
  TILE(4, 3, 1, STORAGE)                                                       \
  TILE(1, 3, 2, STORAGE) TILE(1, 3, 4, STORAGE) TILE(2, 3, 2, STORAGE)         \
  TILE(1, 2, 2, STORAGE) TILE(2, 2, 2, STORAGE)

#define CASES1(S) \
  CASE(1, 1, S) CASE(2, 1, S) CASE(3, 1, S) CASE(4, 1, S) \
  CASE(5, 1, S) CASE(6, 1, S) CASE(7, 1, S) CASE(8, 1, S)
#define CASES2(S) \
  CASE(1, 2, S) CASE(2, 2, S) CASE(3, 2, S) CASE(4, 2, S) CASE(5, 2, S) CASE(6, 2, S)
#define CASES3(S) CASE(1, 3, S) CASE(2, 3, S) CASE(3, 3, S) CASE(4, 3, S)

#if REGISTERS == 32

#define MORE_TILES(STORAGE)                                                    \
  TILE(9, 1, 1, STORAGE) TILE(10, 1, 1, STORAGE) TILE(11, 1, 1, STORAGE)       \
  TILE(12, 1, 1, STORAGE) TILE(13, 1, 1, STORAGE) TILE(14, 1, 1, STORAGE)      \
  TILE(15, 1, 1, STORAGE) TILE(16, 1, 1, STORAGE)                              \
  TILE(7, 2, 1, STORAGE) TILE(8, 2, 1, STORAGE) TILE(9, 2, 1, STORAGE)         \
  TILE(10, 2, 1, STORAGE) TILE(11, 2, 1, STORAGE) TILE(12, 2, 1, STORAGE)      \
  TILE(5, 3, 1, STORAGE) TILE(6, 3, 1, STORAGE) TILE(7, 3, 1, STORAGE)         \
  TILE(8, 3, 1, STORAGE)                                                       \
  TILE(2, 3, 4, STORAGE) TILE(3, 3, 2, STORAGE) TILE(4, 3, 2, STORAGE)         \
  TILE(3, 2, 2, STORAGE) TILE(4, 2, 2, STORAGE)
#define MORE_CASES1(S) \
  CASE(9, 1, S) CASE(10, 1, S) CASE(11, 1, S) CASE(12, 1, S) \
  CASE(13, 1, S) CASE(14, 1, S) CASE(15, 1, S) CASE(16, 1, S)
#define MORE_CASES2(S) \
  CASE(7, 2, S) CASE(8, 2, S) CASE(9, 2, S) CASE(10, 2, S) CASE(11, 2, S) CASE(12, 2, S)
#define MORE_CASES3(S) CASE(5, 3, S) CASE(6, 3, S) CASE(7, 3, S) CASE(8, 3, S)
#define MORE_SEVERAL2(S)                                                       \
  case 32: tile3x2x2##S(p, 0); return;                                         \
  case 42: tile4x2x2##S(p, 0); return;
#define MORE_SEVERAL3(S)                                                       \
  case 24: tile2x3x4##S(p, 0); return;                                         \
  case 32: tile3x3x2##S(p, 0); return;                                         \
  case 42: tile4x3x2##S(p, 0); return;
#define MAXIMUM1 16
#define MAXIMUM2 12
#define MAXIMUM3 8
#define MAXIMUM3Float32 8
#define MAXIMUM3BFloat16 8
#define MAXIMUM3Float16 8

#else

#define MORE_TILES(STORAGE)
#define MORE_CASES1(S)
#define MORE_CASES2(S)
#define MORE_CASES3(S)
#define MORE_SEVERAL2(S)
#define MORE_SEVERAL3(S)
#define MAXIMUM1 8
#define MAXIMUM2 6
#define MAXIMUM3 4
// Widening takes registers of its own, and so does a product without FMA.
#define MAXIMUM3Float32 (HAS_FMA ? 4 : 3)
#define MAXIMUM3BFloat16 3
#define MAXIMUM3Float16 3

#endif

#define PANEL_FUNCTIONS(STORAGE)                                               \
  TILES_OF_ALL_SIZES(STORAGE)                                                  \
  MORE_TILES(STORAGE)                                                          \
  static void panels1##STORAGE(const CKPanels *p) {                            \
    ROW_TILES(MAXIMUM1, CASES1(STORAGE) MORE_CASES1(STORAGE))                  \
  }                                                                            \
  static void panels2##STORAGE(const CKPanels *p) {                            \
    if (p->panels > 1) switch (p->rows * 10 + p->panels) {                     \
      case 12: tile1x2x2##STORAGE(p, 0); return;                               \
      case 22: tile2x2x2##STORAGE(p, 0); return;                               \
      MORE_SEVERAL2(STORAGE)                                                   \
    }                                                                          \
    ROW_TILES(MAXIMUM2, CASES2(STORAGE) MORE_CASES2(STORAGE))                  \
  }                                                                            \
  static void panels3##STORAGE(const CKPanels *p) {                            \
    if (p->panels > 1) switch (p->rows * 10 + p->panels) {                     \
      case 12: tile1x3x2##STORAGE(p, 0); return;                               \
      case 14: tile1x3x4##STORAGE(p, 0); return;                               \
      case 22: tile2x3x2##STORAGE(p, 0); return;                               \
      MORE_SEVERAL3(STORAGE)                                                   \
    }                                                                          \
    ROW_TILES(MAXIMUM3##STORAGE, CASES3(STORAGE) MORE_CASES3(STORAGE))                  \
  }

PANEL_FUNCTIONS(Float32)
PANEL_FUNCTIONS(BFloat16)
PANEL_FUNCTIONS(Float16)

static float multiplyAdds(ptrdiff_t rounds) {
  V sums[12];
  UNROLL for (int i = 0; i < 12; i++) sums[i] = (float)i;
  const V left = 0.5f, right = 0x1p-20f;
  for (ptrdiff_t round = 0; round < rounds; round++)
    UNROLL for (int i = 0; i < 12; i++) accumulate(&sums[i], left, right);
  float sum = 0.0f;
  for (int i = 0; i < 12; i++) sum += sums[i][0];
  return sum;
}
