#include "attention/projection.hpp"

#include <algorithm>

#include "kernels/copy.hpp"
#include "kernels/elementwise.hpp"

namespace attention {

Heads splitHeads(ConstView x, std::size_t numHeads) {
  const std::size_t width = x.columns / numHeads;
  Heads heads({numHeads, x.rows, width});
  for (std::size_t h = 0; h < numHeads; ++h) copy(x.columnRange(h * width, width), view(heads, h));
  return heads;
}

namespace {

void projectRows(const Matrix& x, Panels parameter, const float* bias, std::size_t first, std::size_t count,
                 Matrix& result) {
  multiply(view(x).rowRange(first, count), parameter, view(result).rowRange(first, count));
  if (bias == nullptr) return;
  for (std::size_t l = first; l < first + count; ++l) add(bias, parameter.columns, &result(l, 0));
}

}  // namespace

Matrix project(const Matrix& x, Panels parameter, const float* bias, RowMemory* memory) {
  Matrix result({rows(x), parameter.columns});
  if (memory == nullptr) {
    projectRows(x, parameter, bias, 0, rows(x), result);
    return result;
  }
  std::size_t first = 0;  // of the rows that are still to be computed
  for (std::size_t l = 0; l < rows(x); ++l) {
    const float* known = memory->find(x, l);
    if (known == nullptr) continue;
    std::copy_n(known, parameter.columns, &result(l, 0));
    if (first < l) projectRows(x, parameter, bias, first, l - first, result);
    first = l + 1;
  }
  if (first < rows(x)) projectRows(x, parameter, bias, first, rows(x) - first, result);
  memory->remember(x, result);
  return result;
}

}  // namespace attention
