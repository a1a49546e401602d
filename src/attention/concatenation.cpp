#include "attention/concatenation.hpp"

#include "kernels/copy.hpp"

namespace attention {

Matrix concatenate(const Heads& heads) {
  Matrix result({rows(heads), heads.shape(0) * columns(heads)});
  concatenate(heads, view(result));
  return result;
}

void concatenate(const Heads& heads, MutableView result) {
  const std::size_t width = columns(heads);
  for (std::size_t h = 0; h < heads.shape(0); ++h) copy(view(heads, h), result.columnRange(h * width, width));
}

}  // namespace attention
