// Layer normalisation of one row x (E) (Ba, Kiros, Hinton 2016), forward and backward.
#pragma once

#include <cstddef>

namespace attention {

struct RowMoments {
  float mean;
  float inverseDeviation;   // 1 / sqrt(variance + 1e-5)
};

// y = (x - mean) / deviation · gain + bias, with the moments of this row.
RowMoments normalize(const float* x, std::size_t width, const float* gain, const float* bias, float* y);

// With the gradient dy of y: dx += the gradient of x, dGain and dBias += those of gain and bias.
void normalizeBackward(const float* dy, const float* x, const RowMoments& moments, std::size_t width, const float* gain,
                       float* dx, float* dGain, float* dBias);

}  // namespace attention
