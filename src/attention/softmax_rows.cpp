#include "attention/softmax_rows.hpp"

#include "kernels/softmax.hpp"

namespace attention {

SoftmaxRows softmaxRows(const Heads& masked) {
  const std::size_t queries = rows(masked);
  const std::size_t keys = columns(masked);
  SoftmaxRows result{Heads(masked.shape()), {}};
  result.fullyMaskedRows.reserve(queries);
  for (std::size_t l = 0; l < queries; ++l) {
    bool everyHeadSees = true;
    for (std::size_t h = 0; h < masked.shape(0); ++h) {
      const std::size_t row = (h * queries + l) * keys;
      everyHeadSees &= softmax(masked.data() + row, keys, result.weights.data() + row);
    }
    if (!everyHeadSees) result.fullyMaskedRows.push_back(l);
  }
  return result;
}

}  // namespace attention
