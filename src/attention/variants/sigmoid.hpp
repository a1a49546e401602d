// Sigmoid attention (Ramapuram et al. 2024, "Theory, Analysis, and Best Practices for Sigmoid Self-Attention", section 2).
//
//   output = σ(QKᵀ / sqrt(D) + b + M)·V,  σ(x) = 1 / (1 + exp(-x))
//
// It differs in that every weight is decided by itself: keys do not compete, and the weights of a query need not sum to 1. The
// bias b = -log(S) keeps their sum near that of softmax's.
#pragma once

#include <optional>

#include "attention/scaled_dot_product.hpp"

namespace attention {

struct SigmoidTrace : AttentionTrace {
  float bias;     // b
  Heads biased;   // (H, L, S) = scaled + b; masked = biased + mask, weights = σ(masked)
};

// q (H, L, D), k (H, S, D), v (H, S, Dv). bias absent: -log(S).
// Errors: ShapeMismatch, InvalidSize (empty), NotFinite, TooLarge.
Expected<SigmoidTrace> sigmoidAttention(const Heads& q, const Heads& k, const Heads& v,
                                        const AttentionOptions& options = {}, std::optional<float> bias = {});

// What it takes at most from the arena besides its arguments.
Bytes sigmoidBytes(const AttentionSize& size);

}  // namespace attention
