#include "training/layer_norm_backward.hpp"

namespace attention {

void layerNormBackward(const Matrix& dOutput, const Matrix& x, const LayerNormTrace& trace,
                       const NormPart<const float*>& norm, Matrix& dx, const NormPart<float*>& gradient) {
  for (std::size_t l = 0; l < rows(x); ++l) {
    normalizeBackward(&dOutput(l, 0), &x(l, 0), trace.moments[l], columns(x), norm.gain, &dx(l, 0), gradient.gain,
                      gradient.bias);
  }
}

}  // namespace attention
