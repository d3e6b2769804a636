// Linear recurrences: the state stays in registers while time runs.

typedef float Lanes4 __attribute__((ext_vector_type(4)));
typedef float Lanes1 __attribute__((ext_vector_type(1)));

/// How many stretches of time run side by side.
#define STRETCHES 4

#define LANES_TYPE Lanes1
#define LANES_COUNT 1
#define LANES_NAME(name) name##Lanes1
#include "RecurrenceLoops.h"
#undef LANES_TYPE
#undef LANES_COUNT
#undef LANES_NAME

#if WIDTH > 4
#define LANES_TYPE Lanes4
#define LANES_COUNT 4
#define LANES_NAME(name) name##Lanes4
#include "RecurrenceLoops.h"
#undef LANES_TYPE
#undef LANES_COUNT
#undef LANES_NAME
#endif

#define LANES_TYPE V
#define LANES_COUNT WIDTH
#define LANES_NAME(name) name##V
#include "RecurrenceLoops.h"
#undef LANES_TYPE
#undef LANES_COUNT
#undef LANES_NAME

/// All columns of `STRETCHES` stretches of time.
INLINE void recurrenceStretches(const CKRecurrence *r, CKRecurrenceForm form, bool repeatsA) {
  ptrdiff_t column = recurrenceRunStretchesV(r, form, repeatsA, 0, r->stretch);
#if WIDTH > 4
  column = recurrenceRunStretchesLanes4(r, form, repeatsA, column, r->stretch);
#endif
  recurrenceRunStretchesLanes1(r, form, repeatsA, column, r->stretch);
}

/// All columns: whole vectors, then narrower ones, which give the same bits.
INLINE void recurrenceColumns(const CKRecurrence *r, CKRecurrenceForm form, bool repeatsA) {
  ptrdiff_t column = recurrenceRunV(r, form, repeatsA, 0);
#if WIDTH > 4
  column = recurrenceRunLanes4(r, form, repeatsA, column);
#endif
  recurrenceRunLanes1(r, form, repeatsA, column);
}

static void coupledRecurrence(const CKCoupledRecurrence *r) {
  ptrdiff_t column = coupledRunV(r, 0);
#if WIDTH > 4
  column = coupledRunLanes4(r, column);
#endif
  coupledRunLanes1(r, column);
}

/// All steps: in stretches as far as they are whole, then one after another.
INLINE void recurrenceSteps(const CKRecurrence *r, CKRecurrenceForm form, bool repeatsA) {
  CKRecurrence rest = *r;
  const ptrdiff_t steps = STRETCHES * r->stretch;
  for (; steps > 0 && rest.steps >= steps; rest.steps -= steps) {
    CKRecurrence part = rest;
    part.steps = steps;
    recurrenceStretches(&part, form, repeatsA);
    rest.a.start += steps * r->a.step;
    rest.b.start += steps * r->b.step;
    if (rest.before) rest.before += steps * r->beforeStep;
    if (rest.after) rest.after += steps * r->afterStep;
  }
  recurrenceColumns(&rest, form, repeatsA);
}

#define RECURRENCE(name, form)                              \
  static void name##Recurrence(const CKRecurrence *r) {     \
    if (r->a.repeatsColumn) recurrenceSteps(r, form, true); \
    else recurrenceSteps(r, form, false);                   \
  }

RECURRENCE(product, CKRecurrenceProduct)
RECURRENCE(reset, CKRecurrenceReset)
RECURRENCE(increment, CKRecurrenceIncrement)
