#include "training/embedding_backward.hpp"

#include <cmath>

namespace attention {

void embedBackward(const Matrix& dx, const Sentences& sentences, MutableView gradient) {
  const float factor = std::sqrt(static_cast<float>(gradient.columns));
  for (std::size_t l = 0; l < rows(dx); ++l) {
    const float* from = &dx(l, 0);
    float* to = gradient.data + sentences.ids[l] * gradient.rowStride;
    for (std::size_t i = 0; i < gradient.columns; ++i) to[i] += factor * from[i];
  }
}

}  // namespace attention
