#include "kernels/elementwise.hpp"

#include "kernels/lanes.hpp"

namespace attention {

void scale(const float* from, std::size_t count, float factor, float* to) {
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) store(to + i, load(from + i) * factor);
  for (; i < count; ++i) to[i] = from[i] * factor;
}

void add(const float* from, std::size_t count, float* to) {
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) store(to + i, load(to + i) + load(from + i));
  for (; i < count; ++i) to[i] += from[i];
}

}  // namespace attention
