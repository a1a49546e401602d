// Our exponential of numbers that never leave the registers, as WebAssembly without any glue, for the bench to time.
#include "kernels/exponential.hpp"

#include <array>

// 2 · kLanes exponentials a step, from two places because each waits for its last result.
extern "C" __attribute__((export_name("exponentials"))) float exponentials(int steps) {
  std::array<attention::Lanes, 2> x = {attention::splat(-1), attention::splat(-2)};
  std::array<attention::Lanes, 2> sums{};
  for (int step = 0; step < steps; ++step) {
    ATTENTION_UNROLLED
    for (std::size_t i = 0; i < 2; ++i) {
      sums[i] += attention::exponential(x[i]);
      x[i] -= 1e-6f;
    }
  }
  return sums[0][0] + sums[1][0];
}
