#include "kernels/outer_products.hpp"

#include <algorithm>

#include "kernels/multiply.hpp"

namespace attention {

namespace {

constexpr std::size_t kTile = 16;
constexpr std::size_t kRows = 256;

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

// The product reads its right side in packed rows, its left side column by column: the narrower of the two goes there. Some
// rows at a time, so that what was packed is still in the cache when it is read.
void addOuterProducts(ConstView x, ConstView y, MutableView sums) {
  const bool isTurned = x.columns > y.columns;
  const ConstView narrow = isTurned ? y : x, wide = isTurned ? x : y;
  Vector storage = panelStorage(std::min(kRows, wide.rows), wide.columns);
  Matrix turned;
  if (isTurned) turned = xt::zeros<float>({narrow.columns, wide.columns});
  for (std::size_t first = 0; first < x.rows; first += kRows) {
    const std::size_t count = std::min(kRows, x.rows - first);
    accumulate(narrow.rowRange(first, count).transposed(), pack(wide.rowRange(first, count), storage.data()),
               isTurned ? view(turned) : sums);
  }
  if (isTurned) addTransposed(view(turned), sums);
}

}  // namespace attention
