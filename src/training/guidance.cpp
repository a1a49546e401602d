#include "training/guidance.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace attention {

GuidanceSums& GuidanceSums::operator+=(const GuidanceSums& more) {
  surprise += more.surprise;
  best += more.best;
  told += more.told;
  return *this;
}

GuidanceSums guidanceLoss(const AttentionLayerTrace& trace, const Rows& rows, const Guidance& guidance) {
  GuidanceSums sums;
  for (std::size_t i = 0; i < trace.sentences.size(); ++i) {
    const ConstView weights = view(trace.sentences[i].attention.weights, guidance.head);
    for (std::size_t l = 0; l < weights.rows; ++l) {
      const std::uint32_t key = guidance.keys[rows.queries[i] + l];
      if (key == kAnywhere) continue;
      const float* const row = weights.data + l * weights.columns;
      const float weight = std::max(row[key], std::numeric_limits<float>::min());
      sums += {-std::log(static_cast<double>(weight)), row[key] == *std::max_element(row, row + weights.columns), 1};
    }
  }
  return sums;
}

// Softmax and -log together: the weights, less 1 at the key.
void addGuidance(ConstView weights, std::span<const std::uint32_t> keys, float factor, MutableView dScores) {
  for (std::size_t l = 0; l < keys.size(); ++l) {
    if (keys[l] == kAnywhere) continue;
    float* const row = dScores.data + l * dScores.rowStride;
    for (std::size_t s = 0; s < weights.columns; ++s) row[s] += factor * weights.data[l * weights.columns + s];
    row[keys[l]] -= factor;
  }
}

}  // namespace attention
