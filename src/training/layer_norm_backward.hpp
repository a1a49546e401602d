#pragma once

#include "transformer/layer_norm.hpp"

namespace attention {

// dOutput (L, E) is the gradient of layerNorm(x)'s output. dx += that of x, gradient += those of gain and bias.
void layerNormBackward(const Matrix& dOutput, const Matrix& x, const LayerNormTrace& trace,
                       const NormPart<const float*>& norm, Matrix& dx, const NormPart<float*>& gradient);

}  // namespace attention
