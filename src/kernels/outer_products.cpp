#include "kernels/outer_products.hpp"

#include <algorithm>

#include "kernels/multiply.hpp"

namespace attention {

namespace {

constexpr std::size_t kTile = 16;

}  // namespace

void addTransposed(ConstView source, MutableView target) {
  for (std::size_t m = 0; m < target.rows; m += kTile) {
    for (std::size_t n = 0; n < target.columns; n += kTile) {
      const std::size_t lastM = std::min(m + kTile, target.rows), lastN = std::min(n + kTile, target.columns);
      for (std::size_t i = m; i < lastM; ++i) {
        for (std::size_t j = n; j < lastN; ++j) target.data[i * target.rowStride + j] += source.data[j * source.rowStride + i];
      }
    }
  }
}

// The product reads its right side in packed rows, its left side column by column: the narrower of the two goes there.
void addOuterProducts(ConstView x, ConstView y, MutableView sums) {
  if (x.columns <= y.columns) {
    Vector storage = panelStorage(y.rows, y.columns);
    accumulate(x.transposed(), pack(y, storage.data()), sums);
    return;
  }
  Vector storage = panelStorage(x.rows, x.columns);
  Matrix turned({y.columns, x.columns});
  multiply(y.transposed(), pack(x, storage.data()), view(turned));
  addTransposed(view(turned), sums);
}

}  // namespace attention
