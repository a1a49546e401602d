// Additive attention (Bahdanau, Cho, Bengio 2015, "Neural Machine Translation by Jointly Learning to Align and Translate",
// appendix A.1.2).
//
//   output = softmax(x + M)·V,  x_ls = Σ_a combine_a · tanh(q_l·W_Q + k_s·W_K)_a
//
// It differs in how a query and a key are compared: not by their product but by a small network with one hidden layer of A
// numbers for every pair. Nothing is divided by sqrt(D), and queries and keys may be unequally wide.
#pragma once

#include "attention/scaled_dot_product.hpp"

namespace attention {

// Of each head; the paper's W_a, U_a and v_a.
struct AdditiveParameters {
  Heads wq;         // (H, D, A)
  Heads wk;         // (H, Dk, A)
  Matrix combine;   // (H, A)
};

struct AdditiveTrace : AttentionTrace {
  Heads q, k;                // (H, L, A) = q·wq, (H, S, A) = k·wk
  Tensor<float, 4> hidden;   // (H, L, S, A) = tanh(q + k)
};

// q (H, L, D), k (H, S, Dk), v (H, S, Dv). The scale is 1 unless the options say otherwise, and scaled is scores then.
// Errors: ShapeMismatch, InvalidSize (empty), NotFinite, TooLarge (hidden too).
Expected<AdditiveTrace> additiveAttention(const Heads& q, const Heads& k, const Heads& v,
                                          const AdditiveParameters& parameters, const AttentionOptions& options = {});

// What it takes at most from the arena besides its arguments; size.width is the wider of queries and keys.
Bytes additiveBytes(const AttentionSize& size, std::uint64_t hiddenWidth);

}  // namespace attention
