// The build for x86-64 processors with AVX2, FMA and F16C.

#if defined(__x86_64__)

#include <immintrin.h>

#pragma clang attribute push( \
    __attribute__((target("avx2,fma,f16c"))), apply_to = function)

#define TABLE CKTableAVX2
#define NAME "avx2"
#define WIDTH 8
#define HAS_FMA 1
#define REGISTERS 16

#include "Build.h"

#pragma clang attribute pop

#endif
