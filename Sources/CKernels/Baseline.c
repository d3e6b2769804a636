// The build that every processor of its architecture runs: SSE2 on x86-64, NEON on arm64.

#define TABLE CKTableBaseline
#define WIDTH 4
#if defined(__aarch64__)
#define NAME "neon"
#define HAS_FMA 1
#define REGISTERS 32
#else
#include <emmintrin.h>
#define NAME "baseline"
#define HAS_FMA 0
#define REGISTERS 16
#endif

#include "Build.h"
