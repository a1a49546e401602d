// How far one row of logits (V) is from the token that came, and what would bring it nearer.
#pragma once

#include <cstddef>

namespace attention {

struct RowLoss {
  double surprise;   // -log p(target), nats
  double smoothed;   // (1 - smoothing) · surprise + smoothing · the mean of -log p over all tokens
  bool isBest;       // no other token has a larger logit
};

// Label smoothing (Szegedy et al. 2016). logits become the gradient of smoothed, times factor.
RowLoss crossEntropy(float* logits, std::size_t count, std::size_t target, float smoothing, float factor);

}  // namespace attention
