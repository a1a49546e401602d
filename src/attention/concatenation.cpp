#include "attention/concatenation.hpp"

#include "kernels/copy.hpp"

namespace attention {

Matrix concatenate(const Heads& heads) {
  const std::size_t width = columns(heads);
  Matrix result({rows(heads), heads.shape(0) * width});
  for (std::size_t h = 0; h < heads.shape(0); ++h) copy(view(heads, h), view(result).columnRange(h * width, width));
  return result;
}

}  // namespace attention
