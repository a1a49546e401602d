// Every row to mean 0 and deviation 1, then gain and bias (Ba, Kiros, Hinton 2016).
#pragma once

#include <vector>

#include "kernels/normalize.hpp"
#include "tensor/tensor.hpp"
#include "transformer/parts.hpp"

namespace attention {

struct LayerNormTrace {
  std::vector<RowMoments> moments;   // (L)
  Matrix output;                     // (L, E)
};

LayerNormTrace layerNorm(const Matrix& x, const NormPart<const float*>& norm);

}  // namespace attention
