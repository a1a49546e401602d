#include "kernels/softmax_backward.hpp"

#include "kernels/sums.hpp"

namespace attention {

void softmaxBackward(const float* weights, std::size_t count, float factor, float* gradient) {
  const float mean = dot(weights, gradient, count);
  for (std::size_t s = 0; s < count; ++s) gradient[s] = factor * weights[s] * (gradient[s] - mean);
}

}  // namespace attention
