// Matrix products with weights of 8 bits: rows of 16-bit integers times panels of 8-bit ones.
//
// The integers' products and sums are exact, but for multiples of 2³² that come and go again, so the
// order of the sums doesn't matter. Weights are stored plus 128, as numbers without a sign are
// widened to 16 bits by a mask and a shift; 128 times the sum of the row is subtracted in the end. Two
// terms of a sum are multiplied and added at a time, which SSE2, AVX2 and AVX-512 have an
// instruction for (with VNNI, for the sum too).
//
// A panel is `CKQuantizedVectors` vectors wide, the last one as many as it needs, and holds four rows
// of the matrix at a time: with x86-64 the elements of a column side by side, else one row after
// another.

#if defined(__x86_64__)
#define SIDE_BY_SIDE 1
#else
#define SIDE_BY_SIDE 0
#endif

/// How many rows a tile has at most: its sums, pairs of the left side and of the right side, and
/// their products are in registers.
#define QUANTIZED_ROWS (REGISTERS == 32 ? 6 : 2)

/// Four rows of a vector's columns, as pairs of bytes.
typedef uint16_t P __attribute__((ext_vector_type(2 * WIDTH)));
typedef P LooseP __attribute__((aligned(1)));
typedef int32_t LooseInt32 __attribute__((aligned(2)));

// MARK: Rows

/// The bits of the largest magnitude: those of infinity or more if one isn't finite.
static uint32_t largestMagnitude(const float *x, ptrdiff_t count) {
  I largest = 0;
  ptrdiff_t i = 0;
  for (; i + WIDTH <= count; i += WIDTH)
    largest = __builtin_elementwise_max(largest, bits(load(x + i)) & 0x7fffffff);
  if (i < count)
    largest = __builtin_elementwise_max(largest, bits(loadPart(x + i, count - i)) & 0x7fffffff);
  return (uint32_t)__builtin_reduce_max(largest);
}

/// The integers nearest to `x · factor`, at most 2¹⁵ − 1; whole vectors of them, the last filled up
/// with zeros. Gives their sum.
static uint32_t toIntegers(const float *x, ptrdiff_t count, float factor, int16_t *result) {
  I sum = 0;
  for (ptrdiff_t i = 0; i < count; i += WIDTH) {
    const V scaled = loadCount(x + i, count - i < WIDTH ? count - i : WIDTH) * factor;
    const I integers = __builtin_elementwise_min(toInteger(roundSmall(scaled)), (I)32767);
    *(LooseH *)((uint16_t *)result + i) = __builtin_convertvector(integers, H);
    sum += integers;
  }
  return __builtin_reduce_add((U)sum);
}

// MARK: Weights

/// Stores four rows. Of the four bytes of a column, the first and the third are one pair, the others
/// the next.
INLINE void storeRows(uint8_t *panel, const U rows[4]) {
#if SIDE_BY_SIDE
  *(LooseI *)panel = (I)(rows[0] | rows[2] << 8 | rows[1] << 16 | rows[3] << 24);
#else
  UNROLL for (int i = 0; i < 4; i++)
    *(LooseB *)(panel + i * WIDTH) = __builtin_convertvector(rows[i], B);
#endif
}

INLINE U nearestWeight(V x, V scale) { return (U)(toInteger(roundSmall(x / scale)) + 128); }

/// One vector of columns, of which `count` exist; four rows are `step` bytes apart from the next.
static bool quantizeColumns(
  const float *source, ptrdiff_t rowStride, ptrdiff_t depth, ptrdiff_t count, uint8_t *panel,
  ptrdiff_t step, float *scales
) {
  I largest = 0;
  for (ptrdiff_t k = 0; k < depth; k++)
    largest = __builtin_elementwise_max(
      largest, bits(loadCount(source + k * rowStride, count)) & 0x7fffffff);
  // A normal number, for all of a column of zeros, or of denormals, to have a quotient.
  const V scale = __builtin_elementwise_max(number(largest) / 127.0f, (V)0x1p-126f);
  store(scales, scale);
  for (ptrdiff_t k = 0; k < depth; k += 4, panel += step) {
    U rows[4];
    UNROLL for (int i = 0; i < 4; i++)
      rows[i] =
        k + i < depth ? nearestWeight(loadCount(source + (k + i) * rowStride, count), scale) : 128;
    storeRows(panel, rows);
  }
  return __builtin_reduce_max(largest) < 0x7f800000;
}

/// Whether all numbers are finite: else there are no integers for them.
static bool quantizePanel(
  const float *source, ptrdiff_t rowStride, ptrdiff_t depth, ptrdiff_t columns, uint8_t *panel,
  float *scales
) {
  const ptrdiff_t step = (columns + WIDTH - 1) / WIDTH * 4 * WIDTH;
  bool areFinite = true;
  for (ptrdiff_t j = 0; j < columns; j += WIDTH) {
    const ptrdiff_t count = columns - j < WIDTH ? columns - j : WIDTH;
    areFinite &= quantizeColumns(
      source + j, rowStride, depth, count, panel + 4 * j, step, scales + j);
  }
  return areFinite;
}

// MARK: Products

#if SIDE_BY_SIDE

/// `*sum` and the products of two terms.
INLINE void addPair(I *sum, P right, const int16_t *left, bool isDotProduct) {
#if WIDTH == 16
  if (isDotProduct)
    __asm__("vpdpwssd %2%{1to16%}, %1, %0"
            : "+v"(*sum) : "v"(right), "m"(*(const LooseInt32 *)left));
  else
    *sum += (I)_mm512_madd_epi16((__m512i)right, _mm512_set1_epi32(*(const LooseInt32 *)left));
#elif WIDTH == 8
  *sum += (I)_mm256_madd_epi16((__m256i)right, _mm256_set1_epi32(*(const LooseInt32 *)left));
#else
  *sum += (I)_mm_madd_epi16((__m128i)right, _mm_set1_epi32(*(const LooseInt32 *)left));
#endif
}

/// The first two of four terms.
INLINE P firstPair(const uint8_t *b) { return *(const LooseP *)b & 0xff; }
INLINE P secondPair(const uint8_t *b) { return *(const LooseP *)b >> 8; }

#else

/// The same, with NEON by multiplications that widen and add.
INLINE void addPair(I *sum, P right, const int16_t *left, bool isDotProduct) {
  *sum += __builtin_convertvector(right.lo, I) * (int32_t)left[0];
  *sum += __builtin_convertvector(right.hi, I) * (int32_t)left[1];
}

typedef uint8_t Bytes __attribute__((ext_vector_type(2 * WIDTH)));
typedef Bytes LooseBytes __attribute__((aligned(1)));

INLINE P firstPair(const uint8_t *b) {
  return __builtin_convertvector(*(const LooseBytes *)b, P);
}
INLINE P secondPair(const uint8_t *b) { return firstPair(b + 2 * WIDTH); }

#endif

/// `rows` rows times a panel of `vectors` vectors, of whose last one `last` columns exist.
INLINE void quantizedTile(
  const CKQuantizedProduct *p, const uint8_t *b, ptrdiff_t column, ptrdiff_t row, int rows,
  int vectors, ptrdiff_t last, bool isDotProduct
) {
  const ptrdiff_t aStride = p->aStride, depth = p->depth;
  const int16_t *a = p->a + row * aStride;
  // Of one row there are two sums, so that each waits less for the one before.
  const int second = rows == 1 ? 1 : 0;
  I sums[QUANTIZED_ROWS][CKQuantizedVectors];
  UNROLL for (int i = 0; i < rows + second; i++)
    UNROLL for (int j = 0; j < vectors; j++) sums[i][j] = 0;
  for (ptrdiff_t k = 0; k < depth; k += 4, b += vectors * 4 * WIDTH)
    UNROLL for (int j = 0; j < vectors; j++) {
      const P first = firstPair(b + j * 4 * WIDTH), last = secondPair(b + j * 4 * WIDTH);
      UNROLL for (int i = 0; i < rows; i++) {
        addPair(&sums[i][j], first, a + i * aStride + k, isDotProduct);
        addPair(&sums[i + second][j], last, a + i * aStride + k + 2, isDotProduct);
      }
    }
  if (second) UNROLL for (int j = 0; j < vectors; j++) sums[0][j] += sums[1][j];
  UNROLL for (int i = 0; i < rows; i++) {
    const float *start = p->start + (row + i) * p->startStride + column;
    float *c = p->c + (row + i) * p->cStride + column;
    const V scale = p->aScales[row + i];
    const I offset = (int32_t)(p->aSums[row + i] * 128);
    UNROLL for (int j = 0; j < vectors; j++) {
      const ptrdiff_t count = j == vectors - 1 ? last : WIDTH;
      const V from = p->start ? loadCount(start + j * WIDTH, count) : (V)0.0f;
      const V right = load(p->bScales + column + j * WIDTH);
      storeCount(c + j * WIDTH, fma_(toFloat(sums[i][j] - offset), right * scale, from), count);
    }
  }
}

#define QUANTIZED_CASE(ROWS)                                                          \
  case ROWS:                                                                          \
    quantizedTile(p, b, column, row, ROWS, vectors, last, isDotProduct);  \
    break;

/// All rows times a panel, spread evenly over tiles.
INLINE void quantizedRows(
  const CKQuantizedProduct *p, const uint8_t *b, ptrdiff_t column, int vectors, ptrdiff_t last,
  bool isDotProduct
) {
  const ptrdiff_t tiles = (p->rows + QUANTIZED_ROWS - 1) / QUANTIZED_ROWS;
  ptrdiff_t row = 0;
  for (ptrdiff_t tile = 0; tile < tiles; tile++) {
    const ptrdiff_t rows = p->rows / tiles + (tile < p->rows % tiles);
    switch (rows) {
      QUANTIZED_CASE(1) QUANTIZED_CASE(2)
#if REGISTERS == 32
      QUANTIZED_CASE(3) QUANTIZED_CASE(4) QUANTIZED_CASE(5) QUANTIZED_CASE(6)
#endif
    }
    row += rows;
  }
}

INLINE void quantizedPanels(const CKQuantizedProduct *p, bool isDotProduct) {
  const ptrdiff_t width = CKQuantizedVectors * WIDTH;
  const ptrdiff_t panels = (p->columns + width - 1) / width;
  const ptrdiff_t byteCount = (p->depth + 3) / 4 * 4 * width;
  for (ptrdiff_t index = 0; index < panels; index++) {
    const ptrdiff_t panel = p->isBackwards ? panels - 1 - index : index;
    const ptrdiff_t column = panel * width;
    const ptrdiff_t columns = p->columns - column < width ? p->columns - column : width;
    const ptrdiff_t last = (columns - 1) % WIDTH + 1;
    const uint8_t *b = p->b + panel * byteCount;
    switch ((columns + WIDTH - 1) / WIDTH) {
    case 1: quantizedRows(p, b, column, 1, last, isDotProduct); break;
    case 2: quantizedRows(p, b, column, 2, last, isDotProduct); break;
    case 3: quantizedRows(p, b, column, 3, last, isDotProduct); break;
    default: quantizedRows(p, b, column, 4, last, isDotProduct); break;
    }
  }
}

#if WIDTH == 16

NOINLINE void quantizedDotProducts(const CKQuantizedProduct *p) { quantizedPanels(p, true); }
NOINLINE void quantizedSums(const CKQuantizedProduct *p) { quantizedPanels(p, false); }

static void quantizedProduct(const CKQuantizedProduct *p) {
  if (__builtin_cpu_supports("avx512vnni")) quantizedDotProducts(p);
  else quantizedSums(p);
}

#else

static void quantizedProduct(const CKQuantizedProduct *p) { quantizedPanels(p, false); }

#endif
