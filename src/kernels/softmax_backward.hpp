// The backward of softmax over one row.
#pragma once

#include <cstddef>

namespace attention {

// gradient, of the weights, becomes that of the scores before they were scaled: factor · weights · (gradient - Σ weights · gradient).
void softmaxBackward(const float* weights, std::size_t count, float factor, float* gradient);

}  // namespace attention
