#include "attention/projection.hpp"

#include <xtensor/xmath.hpp>
#include <xtensor/xnoalias.hpp>

#include "kernels/copy.hpp"
#include "kernels/multiply.hpp"

namespace attention {

Heads splitHeads(const Matrix& x, std::size_t numHeads) {
  const std::size_t width = columns(x) / numHeads;
  Heads heads({numHeads, rows(x), width});
  for (std::size_t h = 0; h < numHeads; ++h) copy(view(x).columnRange(h * width, width), view(heads, h));
  return heads;
}

Matrix project(const Matrix& x, const Matrix& parameter, const Vector* bias) {
  Matrix result({rows(x), columns(parameter)});
  multiply(view(x), view(parameter), view(result));
  if (bias != nullptr) xt::noalias(result) += *bias;
  return result;
}

}  // namespace attention
