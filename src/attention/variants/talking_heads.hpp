// Talking-heads attention (Shazeer, Lan, Cheng, Ding, Hou 2020, "Talking-Heads Attention", section 4).
//
//   weights = softmax(mix(QKᵀ / sqrt(D), P_l) + M),  output = mix(weights, P_w)·V,  mix(X, P)_h = Σ_g P_gh·X_g
//
// It differs in that heads do not attend alone: before and after softmax every head gets a learned mixture of what all heads
// have. Their number may change on the way. Both mixtures the identity: multi-head attention.
#pragma once

#include "attention/scaled_dot_product.hpp"

namespace attention {

struct TalkingHeadsTrace : AttentionTrace {   // scores and scaled (Hk, L, S), masked and weights (H, L, S), heads (Hv, L, Dv)
  Heads mixed;                                // (H, L, S) = mix(scaled, mixScores); masked = mixed + mask
  Heads mixedWeights;                         // (Hv, L, S) = mix(weights, mixWeights); rows need not sum to 1
};

// q (Hk, L, D), k (Hk, S, D), v (Hv, S, Dv), mixScores, P_l, (Hk, H), mixWeights, P_w, (H, Hv).
// Errors: ShapeMismatch, InvalidSize (empty), NotFinite, TooLarge.
Expected<TalkingHeadsTrace> talkingHeadsAttention(const Heads& q, const Heads& k, const Heads& v,
                                                  const Matrix& mixScores, const Matrix& mixWeights,
                                                  const AttentionOptions& options = {});

// What it takes at most from the arena besides its arguments; size.numHeads is the largest of Hk, H and Hv.
Bytes talkingHeadsBytes(const AttentionSize& size);

}  // namespace attention
