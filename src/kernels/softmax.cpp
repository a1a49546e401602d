#include "kernels/softmax.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace attention {

bool softmax(const float* scores, std::size_t count, float* weights) {
  // 1. the largest score: subtracting it keeps exp below 1 whatever the scores are
  const float largest = *std::max_element(scores, scores + count);
  if (largest == -std::numeric_limits<float>::infinity()) {
    std::fill_n(weights, count, 0.0f);
    return false;
  }
  // 2. exponentials and their sum, in double because 4,096 float additions would cost three digits
  double sum = 0;
  for (std::size_t s = 0; s < count; ++s) {
    weights[s] = std::exp(scores[s] - largest);
    sum += static_cast<double>(weights[s]);
  }
  // 3. the quotient
  for (std::size_t s = 0; s < count; ++s) weights[s] = static_cast<float>(static_cast<double>(weights[s]) / sum);
  return true;
}

}  // namespace attention
