#ifndef CALLOCATIONCOUNTS_H
#define CALLOCATIONCOUNTS_H

#include <stddef.h>

/// Begins to count how often this thread asks for at least so much memory at once.
void CAStartCounting(size_t smallest);

/// How often it has since, or -1 where that isn't known (only with glibc it is).
long CAAllocationCount(void);

#endif
