/// The innermost loops, built once per instruction set, each build a table of functions.
///
/// Everything with a decision in it is in Swift, in `Kernels`, which also checks the arguments: the
/// functions here trust them. Sizes and strides count elements, not bytes.

#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// An operand of an elementwise function over a tile of `rows` × `columns` elements.
///
/// Element `(i, j)` is `start[i * rowStride + (repeatsColumn ? 0 : j)]`: a row stride of 0 repeats
/// one row, `repeatsColumn` one element along each row, both together a scalar.
typedef struct {
  const void *start;
  ptrdiff_t rowStride;
  bool repeatsColumn;
} CKOperand;

/// One elementwise operation over a tile. The result may be one of the operands, if they have the
/// same strides; else it overlaps none.
typedef struct {
  void *result;
  ptrdiff_t resultRowStride;
  CKOperand operands[3];
  ptrdiff_t rows, columns;
} CKTile;

typedef void (*CKTileFunction)(const CKTile *);

/// float32 → float32, but for `CKUnaryIsFinite`, which gives bytes 0 and 1.
typedef enum {
  CKUnaryCopy, CKUnaryNeg, CKUnaryAbs, CKUnarySign, CKUnaryFloor, CKUnaryCeil, CKUnaryRound,
  CKUnarySquare, CKUnarySqrt, CKUnaryRsqrt, CKUnaryExp, CKUnaryExp2, CKUnaryExpm1, CKUnaryLog,
  CKUnaryLog1p, CKUnaryCbrt, CKUnarySin, CKUnaryCos, CKUnaryTan, CKUnaryAsin, CKUnaryAcos,
  CKUnaryAtan, CKUnarySinh, CKUnaryCosh, CKUnaryTanh, CKUnaryAsinh, CKUnaryAcosh, CKUnaryAtanh,
  CKUnaryLogistic, CKUnaryErf, CKUnaryErfc, CKUnaryErfInv, CKUnaryIsFinite,
  /// To the nearest bfloat16 or float16, kept as float32.
  CKUnaryRoundToBFloat16, CKUnaryRoundToFloat16,
  CKUnaryCount
} CKUnary;

/// float32, float32 → float32.
typedef enum {
  CKBinaryAdd, CKBinarySub, CKBinaryMul, CKBinaryDiv, CKBinaryRem, CKBinaryPow, CKBinaryMax,
  CKBinaryMin, CKBinaryAtan2, CKBinaryNextAfter,
  CKBinaryCount
} CKBinary;

/// A pair of one type → bytes 0 and 1.
typedef enum {
  CKCompareEq, CKCompareNe, CKCompareLt, CKCompareLe, CKCompareGt, CKCompareGe,
  CKCompareCount
} CKCompare;

/// float32 × 3 → float32, rounded once where the processor can: a·b + c, a·b − c, c − a·b.
typedef enum {
  CKTernaryMultiplyAdd, CKTernaryMultiplySubtract, CKTernarySubtractProduct,
  CKTernaryCount
} CKTernary;

/// int32, int32 → int32, wrapping around.
typedef enum {
  CKIntegerAdd, CKIntegerSub, CKIntegerMul, CKIntegerMax, CKIntegerMin,
  CKIntegerAnd, CKIntegerOr, CKIntegerXor,
  CKIntegerCount
} CKInteger;

/// Bytes 0 and 1 → the same.
typedef enum { CKLogicalAnd, CKLogicalOr, CKLogicalXor, CKLogicalCount } CKLogical;

/// The element types that are converted to and from float32.
typedef enum {
  CKFormatBFloat16, CKFormatFloat16, CKFormatInt32, CKFormatUInt8,
  /// Bytes 0 and 1; from float32, whether it isn't 0.
  CKFormatBool,
  CKFormatCount
} CKFormat;

/// Each row of a tile to one element.
typedef enum {
  CKReduceSum, CKReduceSumOfSquares, CKReduceMax, CKReduceMin, CKReduceProd,
  CKReduceCount
} CKReduce;

/// How the elements of a packed matrix are stored.
typedef enum { CKStorageFloat32, CKStorageBFloat16, CKStorageFloat16, CKStorageCount } CKStorage;

/// Products of `rows` rows of `a` with one or more panels of a right side:
/// `c[i, j] = start[i, j] + Σ a[i, k] · b[k, j]`, `k` ascending, one rounding a term where the
/// processor can.
typedef struct {
  ptrdiff_t rows, depth;
  const float *a;
  ptrdiff_t aStride;
  /// Row `k` of panel `p` is at `b + p * panelStride + k * bStride`, in elements.
  const void *b;
  ptrdiff_t bStride, panelStride;
  /// What sums begin from, with a stride that may be 0; null for zeros.
  const float *start;
  ptrdiff_t startStride;
  float *c;
  ptrdiff_t cStride;
  /// How many panels: several, 2 or for a width of three vectors 4, only where that many times
  /// `rows` is at most `maximumRows[3]`.
  ptrdiff_t panels;
  /// How many elements of the last panel's last vector exist; the panels before are whole.
  ptrdiff_t lastColumns;
  /// Memory that is read after this, to be fetched meanwhile: `depth` rows of so many cache lines,
  /// so many bytes apart; `NULL` if there is none. Of few rows only some lines are fetched if they are
  /// in one piece.
  const void *next;
  ptrdiff_t nextStride, nextLines;
} CKPanels;

typedef void (*CKPanelFunction)(const CKPanels *);

/// How many vectors wide a panel of 8-bit weights is at most.
enum { CKQuantizedVectors = 4 };

/// Products of rows of 16-bit integers with some panels of 8-bit ones:
/// `c[i, j] = start[i, j] + (Σ a[i, k] · b[k, j]) · aScales[i] · bScales[j]`.
///
/// The sums of integers are of 32 bits: to let them fit is up to those who choose `a`.
typedef struct {
  /// `depth` is how many terms the sums have; up to a multiple of four `a` has zeros.
  ptrdiff_t rows, depth;
  const int16_t *a;
  ptrdiff_t aStride;
  const float *aScales;
  /// The sums of the rows of `a`.
  const uint32_t *aSums;
  /// The first of the panels, and the scales of the columns, as `quantizePanel` makes them.
  const uint8_t *b;
  const float *bScales;
  /// Of all panels together: all but the last are whole.
  ptrdiff_t columns;
  /// What is added to, with a stride that may be 0; null for zeros.
  const float *start;
  ptrdiff_t startStride;
  float *c;
  ptrdiff_t cStride;
  /// Whether the last panel comes first.
  bool isBackwards;
} CKQuantizedProduct;

/// What a step of a recurrence makes of a state.
typedef enum {
  /// a·h + b.
  CKRecurrenceProduct,
  /// b where a is 0, whatever h is; a·h + b elsewhere.
  CKRecurrenceReset,
  /// h + (a·h + b).
  CKRecurrenceIncrement,
  CKRecurrenceCount
} CKRecurrenceForm;

/// A coefficient of a recurrence: element `j` of step `t` is
/// `start[t * step + (repeatsColumn ? 0 : j)]`.
typedef struct {
  const float *start;
  ptrdiff_t step;
  bool repeatsColumn;
} CKCoefficient;

/// A linear recurrence over `steps` steps of `columns` elements that know nothing of each other,
/// `b` not repeating columns. Steps may be negative: time runs backwards.
typedef struct {
  CKCoefficient a, b;
  ptrdiff_t steps, columns;
  /// The state before the first step, replaced by the one after the last.
  float *state;
  /// Where each step's state goes, before it and after it; null where it isn't wanted.
  float *before, *after;
  ptrdiff_t beforeStep, afterStep;
  /// Runs several stretches of time of so many steps side by side, as a blocked associative scan: of
  /// few columns that takes less time than one step after another. 0 for none.
  ptrdiff_t stretch;
} CKRecurrence;

typedef void (*CKRecurrenceFunction)(const CKRecurrence *);

/// Two states that read each other: a[0]·h0 + a[1]·h1 + b[0] and a[2]·h0 + a[3]·h1 + b[1]; else as
/// a `CKRecurrence`, no coefficient repeating columns.
typedef struct {
  CKCoefficient a[4], b[2];
  ptrdiff_t steps, columns;
  float *state[2], *before[2], *after[2];
  ptrdiff_t beforeStep[2], afterStep[2];
} CKCoupledRecurrence;

/// One build of the leaf kernels.
typedef struct {
  const char *name;
  /// float32 elements of a vector.
  ptrdiff_t width;
  /// How many rows a GEMM tile has at most, by how many vectors wide it is (1 to 3).
  ptrdiff_t maximumRows[4];
  /// By storage and by the panels' width in vectors (1 to 3).
  CKPanelFunction panels[CKStorageCount][4];

  /// The bits of the largest magnitude of some numbers.
  uint32_t (*largestMagnitude)(const float *x, ptrdiff_t count);
  /// The integers nearest to numbers times a factor, written as whole vectors, and their sum.
  uint32_t (*toIntegers)(const float *x, ptrdiff_t count, float factor, int16_t *result);
  /// Columns of a matrix, at most a panel of them, as 8-bit integers and their scales, which are
  /// written as whole vectors; false if a number isn't finite.
  bool (*quantizePanel)(
    const float *source, ptrdiff_t rowStride, ptrdiff_t depth, ptrdiff_t columns, uint8_t *panel,
    float *scales);
  void (*quantizedProduct)(const CKQuantizedProduct *);

  CKTileFunction unary[CKUnaryCount];
  CKTileFunction binary[CKBinaryCount];
  CKTileFunction compare[CKCompareCount];
  CKTileFunction ternary[CKTernaryCount];
  /// `predicate (bytes), onTrue, onFalse`, of four bytes an element.
  CKTileFunction select;
  CKTileFunction integer[CKIntegerCount];
  CKTileFunction compareIntegers[CKCompareCount];
  CKTileFunction logical[CKLogicalCount];
  CKTileFunction fromFloat[CKFormatCount];
  CKTileFunction toFloat[CKFormatCount];
  /// The result is a column: element `i` at `result[i * resultRowStride]`.
  CKTileFunction reduce[CKReduceCount];
  CKRecurrenceFunction recurrence[CKRecurrenceCount];
  void (*coupledRecurrence)(const CKCoupledRecurrence *);
  /// `key0, key1, count0, count1` in `words`, replaced by two words each; `count` of them.
  void (*threefry)(const uint32_t key[2], uint32_t *first, uint32_t *second, ptrdiff_t count);

  /// `target[j, i] = source[i, j]` of four-byte elements.
  void (*transpose)(
    const uint32_t *source, ptrdiff_t sourceStride, ptrdiff_t rows, ptrdiff_t columns,
    uint32_t *target, ptrdiff_t targetStride);

  /// The sum of `rounds` times 12 · `width` products that wait for nothing but each other: as fast
  /// as arithmetic can be here.
  float (*multiplyAdds)(ptrdiff_t rounds);
} CKTable;

/// The builds for this architecture, the plainest first, and how many.
ptrdiff_t CKTableCount(void);
const CKTable *CKTableAt(ptrdiff_t index);
/// Whether this processor can run it.
bool CKTableIsSupported(ptrdiff_t index);

// Swift imports C arrays as tuples; these index them.
CKTileFunction CKUnaryFunction(const CKTable *table, ptrdiff_t index);
CKTileFunction CKBinaryFunction(const CKTable *table, ptrdiff_t index);
CKTileFunction CKCompareFunction(const CKTable *table, ptrdiff_t index);
CKTileFunction CKTernaryFunction(const CKTable *table, ptrdiff_t index);
CKTileFunction CKIntegerFunction(const CKTable *table, ptrdiff_t index);
CKTileFunction CKCompareIntegersFunction(const CKTable *table, ptrdiff_t index);
CKTileFunction CKLogicalFunction(const CKTable *table, ptrdiff_t index);
CKTileFunction CKFromFloatFunction(const CKTable *table, ptrdiff_t index);
CKTileFunction CKToFloatFunction(const CKTable *table, ptrdiff_t index);
CKTileFunction CKReduceFunction(const CKTable *table, ptrdiff_t index);
CKRecurrenceFunction CKRecurrenceAt(const CKTable *table, ptrdiff_t form);
CKPanelFunction CKPanelsFunction(const CKTable *table, ptrdiff_t storage, ptrdiff_t vectors);
ptrdiff_t CKMaximumRows(const CKTable *table, ptrdiff_t vectors);

#endif
