// Sums over a row, and over two rows side by side.
#pragma once

#include <cstddef>

#include "kernels/lanes.hpp"

namespace attention {

inline float sumOfLanes(Lanes lanes) {
  float sum = 0;
  for (std::size_t i = 0; i < kLanes; ++i) sum += lanes[i];
  return sum;
}

inline float sum(const float* values, std::size_t count) {
  Lanes partial{};
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) partial += load(values + i);
  float result = sumOfLanes(partial);
  for (; i < count; ++i) result += values[i];
  return result;
}

// Σ a[i] · b[i]
inline float dot(const float* a, const float* b, std::size_t count) {
  Lanes partial{};
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) partial = multiplyAdd(load(a + i), load(b + i), partial);
  float result = sumOfLanes(partial);
  for (; i < count; ++i) result += a[i] * b[i];
  return result;
}

}  // namespace attention
