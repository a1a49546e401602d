// The loss of a model on some sentences, and its gradient.
#pragma once

#include <span>

#include "training/output_loss.hpp"
#include "transformer/model.hpp"

namespace attention {

// source and input are what runModel() takes, targets the token to come after each of input's.
struct Examples {
  Sentences source, input;
  std::vector<TokenId> targets;
  std::vector<std::uint32_t> alignedTo;   // for each target a token of its source, or kAnywhere; empty: nobody knows
};

// gradient += that of the smoothed loss and of loss.guidance times the guided head's, summed over all targets, times
// loss.factor.
Expected<LossSums> addGradient(const PackedModel& model, const PackedModel& transposed, const Examples& examples,
                               const ForwardOptions& options, const LossOptions& loss, ModelViews& gradient);

// The sums alone, without dropout.
Expected<LossSums> lossOf(const PackedModel& model, const Examples& examples);

}  // namespace attention
