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
};

// gradient += that of the smoothed loss, summed over all targets, times loss.factor.
Expected<LossSums> addGradient(const PackedModel& model, const PackedModel& transposed, const Examples& examples,
                               const ForwardOptions& options, const LossOptions& loss, ModelViews& gradient);

// The sums alone, without dropout.
Expected<LossSums> lossOf(const PackedModel& model, const Examples& examples);

}  // namespace attention
