// Sparse attention: sparsemax (Martins, Astudillo 2016, "From Softmax to Sparsemax: A Sparse Model of Attention and Multi-Label
// Classification", equations 2 and 3) and entmax (Peters, Niculae, Martins 2019, "Sparse Sequence-to-Sequence Models",
// the definition of α-entmax).
//
//   output = α-entmax(QKᵀ / sqrt(D) + M)·V,  α-entmax(x)_s = max(0, (α - 1)·x_s - τ)^(1 / (α - 1)), τ such that they sum to 1
//
// It differs in that keys whose scores are too far below the best get a weight of exactly 0. α = 2 is sparsemax, the point of
// the simplex nearest to x; α = 1.5 lies between it and softmax, which is the limit as α falls to 1.
#pragma once

#include "attention/scaled_dot_product.hpp"

namespace attention {

struct EntmaxTrace : AttentionTrace {
  Matrix thresholds;   // (H, L), the masked score at and below which a weight is 0: τ / (α - 1); 0 in fully masked rows
};

// q (H, L, D), k (H, S, D), v (H, S, Dv). Errors: ShapeMismatch, InvalidSize (empty), NotFinite, TooLarge.
Expected<EntmaxTrace> sparsemaxAttention(const Heads& q, const Heads& k, const Heads& v,
                                         const AttentionOptions& options = {});

// α = 1.5. Errors as above.
Expected<EntmaxTrace> entmaxAttention(const Heads& q, const Heads& k, const Heads& v,
                                      const AttentionOptions& options = {});

// α-entmax of one row for α = 1 + 1 / power, so that the exponent is a whole number: 1 is sparsemax, 2 is α = 1.5. scores are
// finite or -Infinity, not all the latter. Returns the threshold.
float entmax(const float* scores, std::size_t count, std::size_t power, float* weights);

// What each takes at most from the arena besides its arguments.
Bytes entmaxBytes(const AttentionSize& size);

}  // namespace attention
