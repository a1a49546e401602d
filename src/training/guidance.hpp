// A head that is told where to look: besides the loss of the next token, -log of the weight that it gives to the key that
// an aligner named (Garg et al. 2019, "Jointly Learning to Align and Translate with Transformer Models"). Its picture is
// then a word alignment.
#pragma once

#include <cstdint>
#include <span>

#include "transformer/attention_layer.hpp"

namespace attention {

inline constexpr std::uint32_t kAnywhere = 0xFFFFFFFFu;   // a query that is not told

struct Guidance {
  std::size_t head = 0;
  std::span<const std::uint32_t> keys;   // for each row of the queries: its key, counted within its sentence, or kAnywhere
  float factor = 0;                      // of the gradient
};

// Sums over the queries that were told.
struct GuidanceSums {
  double surprise = 0;    // nats
  std::size_t best = 0;   // how often the named key had the largest weight
  std::size_t told = 0;

  GuidanceSums& operator+=(const GuidanceSums& more);
};

// The trace kept the weights; rows are those that made it.
GuidanceSums guidanceLoss(const AttentionLayerTrace& trace, const Rows& rows, const Guidance& guidance);

// weights and dScores (L, S) of the guided head in one sentence, keys (L): dScores += the gradient of that sentence's
// part, times the guidance's factor and the scale of the scores.
void addGuidance(ConstView weights, std::span<const std::uint32_t> keys, float factor, MutableView dScores);

}  // namespace attention
