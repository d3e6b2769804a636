#include "CAllocationCounts.h"

#include <errno.h>
#include <stdlib.h>

#ifdef __GLIBC__

// The program's own malloc and its kin are called in place of the library's, by the library too.

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static __thread size_t smallest;
static __thread long allocationCount;

static void count(size_t size) {
  if (size >= smallest) allocationCount += 1;
}

void *malloc(size_t size) {
  count(size);
  return __libc_malloc(size);
}

void *calloc(size_t elements, size_t size) {
  // What overflows is refused.
  count(elements * size);
  return __libc_calloc(elements, size);
}

void *realloc(void *memory, size_t size) {
  count(size);
  return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
  count(size);
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **memory, size_t alignment, size_t size) {
  void *result = memalign(alignment, size);
  if (result == NULL) return ENOMEM;
  *memory = result;
  return 0;
}

void CAStartCounting(size_t newSmallest) {
  smallest = newSmallest;
  allocationCount = 0;
}

long CAAllocationCount(void) { return allocationCount; }

#else

void CAStartCounting(size_t smallest) {}

long CAAllocationCount(void) { return -1; }

#endif
