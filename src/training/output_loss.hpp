// The output layer, its softmax and the loss in one, forward and backward: the logits (L, V) never exist whole.
#pragma once

#include <span>

#include "training/guidance.hpp"
#include "transformer/model.hpp"

namespace attention {

struct LossOptions {
  float smoothing = 0;   // label smoothing, in [0, 1)
  float factor = 1;      // of the gradient: 1 / the target tokens of the step makes it that of the mean
  float guidance = 0;    // the share of the guided head's loss (see guidance.hpp)
};

// Sums over target tokens.
struct LossSums {
  double surprise = 0;       // nats
  double smoothed = 0;
  std::size_t best = 0;      // how often the target had the largest logit
  std::size_t tokens = 0;
  GuidanceSums guidance;

  LossSums& operator+=(const LossSums& more);
};

// decoded (L, E), targets (L) below V. transposed.parts.embedding holds the panels of the embedding (V, E).
// dDecoded (L, E) becomes the gradient of decoded, dEmbedding (V, E) += that of the embedding.
LossSums outputLoss(const Matrix& decoded, std::span<const TokenId> targets, const PackedModel& model,
                    const PackedModel& transposed, const LossOptions& options, Matrix& dDecoded, MutableView dEmbedding);

// The sums alone.
LossSums outputLoss(const Matrix& decoded, std::span<const TokenId> targets, const PackedModel& model, float smoothing);

}  // namespace attention
