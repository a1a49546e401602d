#include "transformer/layer_norm.hpp"

namespace attention {

LayerNormTrace layerNorm(const Matrix& x, const NormPart<const float*>& norm) {
  LayerNormTrace trace{std::vector<RowMoments>(rows(x)), Matrix(x.shape())};
  for (std::size_t l = 0; l < rows(x); ++l) {
    trace.moments[l] = normalize(&x(l, 0), columns(x), norm.gain, norm.bias, &trace.output(l, 0));
  }
  return trace;
}

}  // namespace attention
