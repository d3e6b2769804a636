// The loops of `Recurrences.h` for one vector type, `LANES_TYPE` of `LANES_COUNT` elements.

#define T LANES_TYPE
#define LOADED(p) (*(const LANES_NAME(Loose) *)(p))
#define STORED(p) (*(LANES_NAME(Loose) *)(p))

typedef LANES_TYPE LANES_NAME(Loose) __attribute__((aligned(4)));

/// a·b + c, rounded once where the processor can.
INLINE T LANES_NAME(productSum)(T a, T b, T c) {
#if HAS_FMA
  return __builtin_elementwise_fma(a, b, c);
#else
  return a * b + c;
#endif
}

/// The state after a step.
INLINE T LANES_NAME(recurrenceNext)(CKRecurrenceForm form, T a, T b, T h) {
  const T sum = LANES_NAME(productSum)(a, h, b);
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

/// Runs `STRETCHES` stretches of `length` steps side by side, for one vector of columns: finds what
/// each makes of any state, from that the states they begin with, then all states. `false`, and
/// nothing done, if a factor is larger than 1 or something on the way isn't finite: a state may be
/// the small difference of what grows, which is only known step by step.
INLINE bool LANES_NAME(recurrenceStretches)(
  const CKRecurrence *r, CKRecurrenceForm form, bool repeatsA, ptrdiff_t column, ptrdiff_t length
) {
  const ptrdiff_t aApart = length * r->a.step, bApart = length * r->b.step;
  const float *a = r->a.start + (repeatsA ? 0 : column);
  const float *b = r->b.start + column;
  const bool isIncrement = form == CKRecurrenceIncrement;
  T factors[STRETCHES], terms[STRETCHES], h[STRETCHES], largest = 0.0f;
  UNROLL for (int i = 0; i < STRETCHES; i++) {
    factors[i] = isIncrement ? 0.0f : 1.0f;
    terms[i] = 0.0f;
  }
  for (ptrdiff_t step = 0; step < length; step++) {
    UNROLL for (int i = 0; i < STRETCHES; i++) {
      const T factor = repeatsA ? (T)a[i * aApart] : LOADED(a + i * aApart);
      const T size = __builtin_elementwise_abs(isIncrement ? factor + 1.0f : factor);
      largest = size > largest ? size : largest;
      factors[i] = isIncrement
                     ? LANES_NAME(productSum)(factor, factors[i], factors[i] + factor)
                     : factor * factors[i];
      terms[i] = LANES_NAME(recurrenceNext)(form, factor, LOADED(b + i * bApart), terms[i]);
    }
    a += r->a.step;
    b += r->b.step;
  }
  T state = LOADED(r->state + column), difference = 0.0f;
  UNROLL for (int i = 0; i < STRETCHES; i++) {
    h[i] = state;
    const T sum = LANES_NAME(productSum)(factors[i], state, terms[i]);
    state = isIncrement ? state + sum : sum;
    difference += state - state;
  }
  for (int lane = 0; lane < LANES_COUNT; lane++)
    if (largest[lane] > 1.0f || !(difference[lane] == 0.0f)) return false;
  LANES_NAME(recurrenceChains)(
    r, form, repeatsA, column, STRETCHES, length, h, aApart, bApart, length * r->beforeStep,
    length * r->afterStep);
  STORED(r->state + column) = h[STRETCHES - 1];
  return true;
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

/// Runs the vectors that are whole from `column` on through `STRETCHES` stretches; returns the column
/// behind them. What isn't finite in a column changes nothing in the others.
INLINE ptrdiff_t LANES_NAME(recurrenceRunStretches)(
  const CKRecurrence *r, CKRecurrenceForm form, bool repeatsA, ptrdiff_t column, ptrdiff_t length
) {
  for (; column + LANES_COUNT <= r->columns; column += LANES_COUNT) {
    if (LANES_NAME(recurrenceStretches)(r, form, repeatsA, column, length)) continue;
    for (ptrdiff_t lane = column; lane < column + LANES_COUNT; lane++)
      if (LANES_COUNT == 1 || !recurrenceStretchesLanes1(r, form, repeatsA, lane, length))
        recurrencePassLanes1(r, form, repeatsA, lane, 1);
  }
  return column;
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

/// Runs `count` vectors of columns of two states through all steps.
INLINE void LANES_NAME(coupledPass)(const CKCoupledRecurrence *r, ptrdiff_t column, int count) {
  T h[2][4];
  UNROLL for (int part = 0; part < 2; part++)
    UNROLL for (int i = 0; i < count; i++)
      h[part][i] = LOADED(r->state[part] + column + i * LANES_COUNT);
  for (ptrdiff_t step = 0; step < r->steps; step++) {
#define ROW(coefficient) (r->coefficient.start + step * r->coefficient.step + column)
#define SAVE(places)                                                                 \
  UNROLL for (int part = 0; part < 2; part++)                                        \
    if (r->places[part])                                                             \
      UNROLL for (int i = 0; i < count; i++)                                         \
        STORED(r->places[part] + step * r->places##Step[part] + column + i * LANES_COUNT) = \
          h[part][i];
    SAVE(before)
    UNROLL for (int i = 0; i < count; i++) {
      const T h0 = h[0][i], h1 = h[1][i];
      const ptrdiff_t lane = i * LANES_COUNT;
      UNROLL for (int part = 0; part < 2; part++)
        h[part][i] = LANES_NAME(productSum)(
          LOADED(ROW(a[2 * part]) + lane), h0,
          LANES_NAME(productSum)(
            LOADED(ROW(a[2 * part + 1]) + lane), h1, LOADED(ROW(b[part]) + lane)));
    }
    SAVE(after)
#undef ROW
#undef SAVE
  }
  UNROLL for (int part = 0; part < 2; part++)
    UNROLL for (int i = 0; i < count; i++)
      STORED(r->state[part] + column + i * LANES_COUNT) = h[part][i];
}

/// Runs the vectors that are whole from `column` on; returns the column behind them.
INLINE ptrdiff_t LANES_NAME(coupledRun)(const CKCoupledRecurrence *r, ptrdiff_t column) {
#define PASSES(count)                                                                     \
  for (; column + (count) * LANES_COUNT <= r->columns; column += (count) * LANES_COUNT)   \
    LANES_NAME(coupledPass)(r, column, count);
#if LANES_COUNT == WIDTH
  PASSES(4)
#endif
  PASSES(1)
#undef PASSES
  return column;
}

#undef T
#undef LOADED
#undef STORED
