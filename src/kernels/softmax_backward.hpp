// The backward of softmax over one row.
#pragma once

#include <cstddef>

namespace attention {

// gradient, that of the weights, becomes factor · weights · (gradient - Σ weights · gradient): that of scores which were
// multiplied by factor before the softmax.
void softmaxBackward(const float* weights, std::size_t count, float factor, float* gradient);

}  // namespace attention
