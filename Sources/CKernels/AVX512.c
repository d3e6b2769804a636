// The build for x86-64 processors with AVX-512 (F, VL, DQ, BW), FMA and F16C.

#if defined(__x86_64__)

#include <immintrin.h>

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma,f16c"))), \
    apply_to = function)

#define TABLE CKTableAVX512
#define NAME "avx512"
#define WIDTH 16
#define HAS_FMA 1
#define REGISTERS 32

#include "Build.h"

#pragma clang attribute pop

#endif
