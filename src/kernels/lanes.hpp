// A handful of floats that the machine works on at once. Compiler vector types rather than a library: one source is
// simd128, relaxed SIMD, AVX2 and NEON, reads as arithmetic, and adds nothing to the module's size.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__wasm_relaxed_simd__)
#include <wasm_simd128.h>
#elif defined(__FMA__) && defined(__AVX2__)
#include <immintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

// Before a loop of a few steps whose variables must be registers: the next loop, written out.
#ifdef __clang__
#define ATTENTION_UNROLLED _Pragma("clang loop unroll(full)")
#else
#define ATTENTION_UNROLLED _Pragma("GCC unroll 16")
#endif

namespace attention {

#if defined(__AVX2__)
constexpr std::size_t kLanes = 8;
#else
constexpr std::size_t kLanes = 4;
#endif

// Whether multiplyAdd is one instruction.
#if defined(__wasm_relaxed_simd__) || (defined(__FMA__) && defined(__AVX2__)) || defined(__ARM_NEON)
constexpr bool kIsFused = true;
#else
constexpr bool kIsFused = false;
#endif

using Lanes = float __attribute__((vector_size(kLanes * sizeof(float))));
using IntegerLanes = std::uint32_t __attribute__((vector_size(kLanes * sizeof(std::uint32_t))));

inline Lanes load(const float* from) {
  Lanes lanes;
  std::memcpy(&lanes, from, sizeof lanes);
  return lanes;
}

inline void store(float* to, Lanes lanes) { std::memcpy(to, &lanes, sizeof lanes); }

// Less nothing, not plus nothing: -0 + 0 is 0, so that a sum would have to be computed.
inline Lanes splat(float value) { return value - Lanes{}; }

inline Lanes larger(Lanes a, Lanes b) { return a > b ? a : b; }

// Four floats, on every machine.
using Four = float __attribute__((vector_size(16)));

inline Four loadFour(const float* from) {
  Four four;
  std::memcpy(&four, from, sizeof four);
  return four;
}

inline void storeFour(float* to, Four four) { std::memcpy(to, &four, sizeof four); }

// a · b + c, rounded once where the machine can do that at once, else twice.
inline Lanes multiplyAdd(Lanes a, Lanes b, Lanes c) {
#if defined(__wasm_relaxed_simd__)
  return Lanes(wasm_f32x4_relaxed_madd(v128_t(a), v128_t(b), v128_t(c)));
#elif defined(__FMA__) && defined(__AVX2__)
  return _mm256_fmadd_ps(a, b, c);
#elif defined(__ARM_NEON)
  return vfmaq_f32(c, a, b);
#else
  return a * b + c;
#endif
}

}  // namespace attention
