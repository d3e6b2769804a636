// Which builds there are, and which of them this processor can run.

#include "CKernels.h"

extern const CKTable CKTableBaseline, CKTableAVX2, CKTableAVX512;

#if defined(__x86_64__)
static const CKTable *const tables[] = {&CKTableBaseline, &CKTableAVX2, &CKTableAVX512};
#else
static const CKTable *const tables[] = {&CKTableBaseline};
#endif

ptrdiff_t CKTableCount(void) { return sizeof tables / sizeof tables[0]; }

const CKTable *CKTableAt(ptrdiff_t index) { return tables[index]; }

bool CKTableIsSupported(ptrdiff_t index) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (tables[index] == &CKTableAVX2)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
           __builtin_cpu_supports("f16c");
  if (tables[index] == &CKTableAVX512)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
#endif
  return tables[index] == &CKTableBaseline;
}

CKTileFunction CKUnaryFunction(const CKTable *table, ptrdiff_t index) {
  return table->unary[index];
}

CKTileFunction CKBinaryFunction(const CKTable *table, ptrdiff_t index) {
  return table->binary[index];
}

CKTileFunction CKCompareFunction(const CKTable *table, ptrdiff_t index) {
  return table->compare[index];
}

CKTileFunction CKTernaryFunction(const CKTable *table, ptrdiff_t index) {
  return table->ternary[index];
}

CKTileFunction CKIntegerFunction(const CKTable *table, ptrdiff_t index) {
  return table->integer[index];
}

CKTileFunction CKCompareIntegersFunction(const CKTable *table, ptrdiff_t index) {
  return table->compareIntegers[index];
}

CKTileFunction CKLogicalFunction(const CKTable *table, ptrdiff_t index) {
  return table->logical[index];
}

CKTileFunction CKFromFloatFunction(const CKTable *table, ptrdiff_t index) {
  return table->fromFloat[index];
}

CKTileFunction CKToFloatFunction(const CKTable *table, ptrdiff_t index) {
  return table->toFloat[index];
}

CKTileFunction CKReduceFunction(const CKTable *table, ptrdiff_t index) {
  return table->reduce[index];
}

CKRecurrenceFunction CKRecurrenceAt(const CKTable *table, ptrdiff_t form) {
  return table->recurrence[form];
}

CKPanelFunction CKPanelsFunction(const CKTable *table, ptrdiff_t storage, ptrdiff_t vectors) {
  return table->panels[storage][vectors];
}

ptrdiff_t CKMaximumRows(const CKTable *table, ptrdiff_t vectors) {
  return table->maximumRows[vectors];
}
