#include "kernels/elementwise.hpp"

#include "kernels/lanes.hpp"

namespace attention {

bool scale(const float* from, std::size_t count, float factor, float* to) {
  Lanes zeros{};  // a finite number times 0 is 0; of the others it is NaN
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    const Lanes product = load(from + i) * factor;
    store(to + i, product);
    zeros += product * 0.0f;
  }
  float zero = 0;
  for (; i < count; ++i) {
    to[i] = from[i] * factor;
    zero += to[i] * 0.0f;
  }
  for (std::size_t lane = 0; lane < kLanes; ++lane) zero += zeros[lane];
  return zero == 0;
}

void add(const float* from, std::size_t count, float* to) {
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) store(to + i, load(to + i) + load(from + i));
  for (; i < count; ++i) to[i] += from[i];
}

}  // namespace attention
