// As many multiplications and additions a second as one core can do with numbers that never leave its registers.
// Independent sums hide the latency; how many it takes differs, so there is a function for each of several counts.
#if defined(__wasm__)

#include <wasm_simd128.h>
typedef v128_t Lanes;
#define SPLAT wasm_f32x4_splat
#if defined(__wasm_relaxed_simd__)
#define STEP(s) wasm_f32x4_relaxed_madd(s, x, y)
#else
#define STEP(s) wasm_f32x4_add(wasm_f32x4_mul(s, x), y)
#endif
#define EXPORT(name) __attribute__((export_name(name)))

#else

#include <immintrin.h>
#include <stdio.h>
#include <time.h>
typedef __m256 Lanes;
#define SPLAT _mm256_set1_ps
#define STEP(s) _mm256_fmadd_ps(s, x, y)
#define EXPORT(name)

#endif

#define PEAK(COUNT)                                                                      \
  EXPORT("peak" #COUNT) float peak##COUNT(int steps) {                                   \
    const Lanes x = SPLAT(0.999f), y = SPLAT(0.001f);                                    \
    Lanes s[COUNT];                                                                      \
    for (int i = 0; i < COUNT; ++i) s[i] = SPLAT((float)i);                              \
    for (int step = 0; step < steps; ++step) {                                           \
      _Pragma("GCC unroll 16") for (int i = 0; i < COUNT; ++i) s[i] = STEP(s[i]);        \
    }                                                                                    \
    Lanes sum = s[0];                                                                    \
    for (int i = 1; i < COUNT; ++i) sum += s[i];                                         \
    return ((float*)&sum)[0];                                                            \
  }

PEAK(8)
PEAK(10)
PEAK(12)
PEAK(13)
PEAK(14)

#if !defined(__wasm__)

// A line with a count of sums and one of steps in, a line with milliseconds out.
int main(void) {
  int count, steps;
  puts("ready");
  fflush(stdout);
  while (scanf("%d %d", &count, &steps) == 2) {
    float (*const peaks[])(int) = {[8] = peak8, [10] = peak10, [12] = peak12, [13] = peak13, [14] = peak14};
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    volatile float kept = peaks[count](steps);
    clock_gettime(CLOCK_MONOTONIC, &end);
    (void)kept;
    printf("%.6f\n", (double)(end.tv_sec - start.tv_sec) * 1e3 + (double)(end.tv_nsec - start.tv_nsec) / 1e6);
    fflush(stdout);
  }
}

#endif
