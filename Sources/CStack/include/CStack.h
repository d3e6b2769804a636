#ifndef CSTACK_H
#define CSTACK_H

#include <stdbool.h>

/// Whether less than 160 kB of the calling thread's stack are left.
bool stack_is_nearly_full(void);

#endif
