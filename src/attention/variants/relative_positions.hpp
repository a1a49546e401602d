// Relative position representations (Shaw, Uszkoreit, Vaswani 2018, "Self-Attention with Relative Position Representations",
// equations 3-5).
//
//   x_ls = q_l·(k_s + a_c(s - l)) / sqrt(D),  output_l = Σ_s softmax(x + M)_ls·(v_s + b_c(s - l)),  c clips to -C ... C
//
// It differs in two learned vectors for every distance, one beside the keys and one beside the values: "the word before" can
// mean something whatever the words are. Further than C away, distances count alike. Both vectors 0: plain attention.
#pragma once

#include "attention/scaled_dot_product.hpp"

namespace attention {

struct RelativeTrace : AttentionTrace {
  Heads contentScores;     // (H, L, S) = q·kᵀ
  Heads distanceScores;    // (H, L, 2C + 1) = q·aᵀ, the score of each distance; scores_ls = contentScores_ls + that of s - l
  Heads distanceWeights;   // (H, L, 2C + 1), the weights at each distance
  Heads contentHeads;      // (H, L, Dv) = weights·v
  Heads distanceHeads;     // (H, L, Dv) = distanceWeights·b; heads is the sum of both
};

// q (H, L, D), k (H, S, D), v (H, S, Dv); a, keyDistances (2C + 1, D), and b, valueDistances (2C + 1, Dv), are the same for
// all heads, their middle row is distance 0 and their first one a key C or more before the query.
// Errors: ShapeMismatch, InvalidSize (empty, or an even number of distances), NotFinite, TooLarge.
Expected<RelativeTrace> relativeAttention(const Heads& q, const Heads& k, const Heads& v, const Matrix& keyDistances,
                                          const Matrix& valueDistances, const AttentionOptions& options = {});

// What it takes at most from the arena besides its arguments.
Bytes relativeBytes(const AttentionSize& size, std::uint64_t distances);

}  // namespace attention
