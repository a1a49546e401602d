// Grouped-query attention (Ainslie et al. 2023, "GQA: Training Generalized Multi-Query Transformer Models from Multi-Head
// Checkpoints", section 2.2), and multi-query attention (Shazeer 2019, "Fast Transformer Decoding: One Write-Head is All You
// Need", section 3), which is the same with one group.
//
//   output_h = softmax(Q_h·K_gᵀ / sqrt(D) + M)·V_g,  g = h / (H / G): neighbouring heads share a group
//
// It differs from multi-head attention in that there are G key and value heads for H query heads: W_K and W_V, and what a
// generating model must remember, are H / G times smaller. G = H is multi-head attention.
#pragma once

#include "attention/scaled_dot_product.hpp"

namespace attention {

// q (H, L, D), k (G, S, D), v (G, S, Dv); G divides H. Stages and weights are (H, L, S), heads (H, L, Dv).
// Errors: ShapeMismatch, InvalidSize (empty), InvalidHeads, NotFinite, TooLarge.
Expected<AttentionTrace> groupedQueryAttention(const Heads& q, const Heads& k, const Heads& v,
                                               const AttentionOptions& options = {});

// q (H, L, D), k (1, S, D), v (1, S, Dv). Errors as above; ShapeMismatch where k has more heads than one.
Expected<AttentionTrace> multiQueryAttention(const Heads& q, const Heads& k, const Heads& v,
                                             const AttentionOptions& options = {});

// What they take at most from the arena besides their arguments.
Bytes groupedQueryBytes(const AttentionSize& size);

}  // namespace attention
