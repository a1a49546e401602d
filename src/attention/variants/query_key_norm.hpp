// Query-key normalisation, cosine attention (Henry, Dachapally, Pawar, Chen 2020, "Query-Key Normalization for
// Transformers").
//
//   output = softmax(g·Q̂K̂ᵀ + M)·V,  q̂ = q / |q|, k̂ = k / |k|
//
// It differs in that a score is the cosine of the angle between query and key, between -1 and 1 however long they are, and
// is multiplied by a learned g instead of divided by sqrt(D).
#pragma once

#include "attention/scaled_dot_product.hpp"

namespace attention {

struct QueryKeyNormTrace : AttentionTrace {
  Heads q, k;   // (H, L, D), (H, S, D), rows of length 1; a row of zeros stays one
};

// q (H, L, D), k (H, S, D), v (H, S, Dv). The scale is g: absent, what the paper starts training from, log2(S² - S) (with a
// typical length of its texts, which is here the number of keys), and 1 where S is 1. scores are the cosines.
// Errors: ShapeMismatch, InvalidSize (empty), NotFinite, TooLarge.
Expected<QueryKeyNormTrace> queryKeyNormAttention(const Heads& q, const Heads& k, const Heads& v,
                                                  const AttentionOptions& options = {});

// What it takes at most from the arena besides its arguments.
Bytes queryKeyNormBytes(const AttentionSize& size);

}  // namespace attention
