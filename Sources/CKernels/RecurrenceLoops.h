// The loops of `Recurrences.h` for one vector type, `LANES_TYPE` of `LANES_COUNT` elements.

#define T LANES_TYPE
#define LOADED(p) (*(const LANES_NAME(Loose) *)(p))
#define STORED(p) (*(LANES_NAME(Loose) *)(p))

typedef LANES_TYPE LANES_NAME(Loose) __attribute__((aligned(4)));

/// The state after a step.
INLINE T LANES_NAME(recurrenceNext)(CKRecurrenceForm form, T a, T b, T h) {
#if HAS_FMA
  const T sum = __builtin_elementwise_fma(a, h, b);
#else
  const T sum = a * h + b;
#endif
  switch (form) {
  case CKRecurrenceReset: return a == 0.0f ? b : sum;
  case CKRecurrenceIncrement: return h + sum;
  default: return sum;
  }
}

/// Runs `count` chains side by side through `steps` steps. A chain is so many elements apart from
/// the next in each of the arrays: neighbouring columns, or the same ones at another time.
INLINE void LANES_NAME(recurrenceChains)(
  const CKRecurrence *r, CKRecurrenceForm form, bool repeatsA, ptrdiff_t column, int count,
  ptrdiff_t steps, T *h, ptrdiff_t aApart, ptrdiff_t bApart, ptrdiff_t beforeApart,
  ptrdiff_t afterApart
) {
  const float *a = r->a.start + (repeatsA ? 0 : column);
  const float *b = r->b.start + column;
  float *before = r->before ? r->before + column : NULL;
  float *after = r->after ? r->after + column : NULL;
  for (ptrdiff_t step = 0; step < steps; step++) {
    if (before) {
      UNROLL for (int i = 0; i < count; i++) STORED(before + i * beforeApart) = h[i];
      before += r->beforeStep;
    }
    UNROLL for (int i = 0; i < count; i++) {
      const T factor = repeatsA ? (T)a[i * aApart] : LOADED(a + i * aApart);
      h[i] = LANES_NAME(recurrenceNext)(form, factor, LOADED(b + i * bApart), h[i]);
    }
    if (after) {
      UNROLL for (int i = 0; i < count; i++) STORED(after + i * afterApart) = h[i];
      after += r->afterStep;
    }
    a += r->a.step;
    b += r->b.step;
  }
}

/// Runs `count` vectors of columns through all steps.
INLINE void LANES_NAME(recurrencePass)(
  const CKRecurrence *r, CKRecurrenceForm form, bool repeatsA, ptrdiff_t column, int count
) {
  T h[8];
  UNROLL for (int i = 0; i < count; i++) h[i] = LOADED(r->state + column + i * LANES_COUNT);
  LANES_NAME(recurrenceChains)(
    r, form, repeatsA, column, count, r->steps, h, repeatsA ? 0 : LANES_COUNT, LANES_COUNT,
    LANES_COUNT, LANES_COUNT);
  UNROLL for (int i = 0; i < count; i++) STORED(r->state + column + i * LANES_COUNT) = h[i];
}

/// Runs the vectors that are whole from `column` on; returns the column behind them.
INLINE ptrdiff_t LANES_NAME(recurrenceRun)(
  const CKRecurrence *r, CKRecurrenceForm form, bool repeatsA, ptrdiff_t column
) {
#define PASSES(count)                                                                     \
  for (; column + (count) * LANES_COUNT <= r->columns; column += (count) * LANES_COUNT)   \
    LANES_NAME(recurrencePass)(r, form, repeatsA, column, count);
#if LANES_COUNT == WIDTH
  PASSES(8)
  PASSES(4)
#endif
  PASSES(2)
  PASSES(1)
#undef PASSES
  return column;
}

#undef T
#undef LOADED
#undef STORED
