#include "kernels/relu.hpp"

#include "kernels/lanes.hpp"

namespace attention {

void relu(float* values, std::size_t count) {
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) store(values + i, larger(load(values + i), Lanes{}));
  for (; i < count; ++i) values[i] = values[i] > 0 ? values[i] : 0;
}

void reluBackward(const float* values, std::size_t count, float* gradient) {
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    store(gradient + i, load(values + i) > Lanes{} ? load(gradient + i) : Lanes{});
  }
  for (; i < count; ++i) gradient[i] = values[i] > 0 ? gradient[i] : 0;
}

}  // namespace attention
