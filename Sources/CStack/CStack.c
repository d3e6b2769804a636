#define _GNU_SOURCE
#include "CStack.h"

#include <pthread.h>
#include <stdint.h>
#include <string.h>

static const uintptr_t reserve = 160 * 1024;

// The address that the stack of this thread mustn't come to; 0 as long as it isn't known.
static _Thread_local uintptr_t end;

static uintptr_t lowest_address(void) {
#ifdef __APPLE__
  pthread_t self = pthread_self();
  return (uintptr_t)pthread_get_stackaddr_np(self) - pthread_get_stacksize_np(self);
#else
  pthread_attr_t attributes;
  void *address = 0;
  size_t size = 0;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return 0;
  pthread_attr_getstack(&attributes, &address, &size);
  pthread_attr_destroy(&attributes);
  return (uintptr_t)address;
#endif
}

bool stack_is_nearly_full(void) {
  if (end == 0) end = lowest_address() + reserve;
  return (uintptr_t)__builtin_frame_address(0) < end;
}

static _Thread_local struct thread_work work;

struct thread_work *thread_work(void) { return &work; }

bool contains_bytes(const void *whole, long count, const void *part, long part_count) {
  if (part_count == 0) return true;
  if (count < part_count) return false;
  return memmem(whole, (size_t)count, part, (size_t)part_count) != NULL;
}
