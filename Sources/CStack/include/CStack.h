#ifndef CSTACK_H
#define CSTACK_H

#include <stdbool.h>

/// Whether less than 160 kB of the calling thread's stack are left.
bool stack_is_nearly_full(void);

/// Counters of the work that code does on the calling thread.
struct thread_work {
  /// Items that iterators gave.
  long items;
  /// The most items that iterators may give.
  long item_limit;
  /// Words that live containers hold.
  long words;
  /// Containers that are being freed inside one another.
  long frees;
  /// An object of what is still to be freed, or null.
  void *kept;
  /// An object of the containers that are being shown, or null.
  void *shown;
};

/// Whether some bytes are found in others.
bool contains_bytes(const void *whole, long count, const void *part, long part_count);

/// The counters of the calling thread.
struct thread_work *thread_work(void);

#endif
