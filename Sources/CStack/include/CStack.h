#ifndef CSTACK_H
#define CSTACK_H

#include <stdbool.h>

/// Whether less than 160 kB of the calling thread's stack are left.
bool stack_is_nearly_full(void);

/// Counters of the work that code does on the calling thread.
struct thread_work {
  /// Items that iterators gave.
  long items;
  /// Words that live containers hold.
  long words;
  /// Containers that are being freed inside one another.
  long frees;
  /// An object that the thread keeps, or null.
  void *kept;
};

/// The counters of the calling thread.
struct thread_work *thread_work(void);

#endif
