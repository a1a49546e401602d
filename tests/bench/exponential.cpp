// Our exponential of numbers that never leave the registers, as WebAssembly without any glue, for the bench to time.
#include "kernels/exponential.hpp"

// kLanes exponentials a step. Only the sum waits for the step before: the core works on several steps at once.
extern "C" __attribute__((export_name("exponentials"))) float exponentials(int steps) {
  attention::Lanes x = attention::splat(-1);
  attention::Lanes sum{};
  for (int step = 0; step < steps; ++step) {
    sum += attention::exponential(x);
    x -= 1e-6f;
  }
  return sum[0] + sum[1] + sum[2] + sum[3];
}
