// The rectifier max(0, x), forward and backward.
#pragma once

#include <cstddef>

namespace attention {

void relu(float* values, std::size_t count);

// gradient[i] = 0 where the rectifier gave 0: values are its results.
void reluBackward(const float* values, std::size_t count, float* gradient);

}  // namespace attention
