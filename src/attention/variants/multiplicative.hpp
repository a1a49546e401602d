// Multiplicative attention (Luong, Pham, Manning 2015, "Effective Approaches to Attention-based Neural Machine Translation",
// section 3.1): score(q, k) = q·k ("dot") or q·W·kᵀ ("general").
//
//   output = softmax(QKᵀ + M)·V  or  softmax(QWKᵀ + M)·V
//
// It differs from scaled dot-product attention in that nothing is divided by sqrt(D), and in W, which lets queries and keys
// be unequally wide. (A projection to queries and one to keys are a W of rank D between the words.)
#pragma once

#include "attention/scaled_dot_product.hpp"

namespace attention {

struct MultiplicativeTrace : AttentionTrace {
  Heads transformed;   // (H, L, Dk) = q·w, what the keys are compared with
};

// q (H, L, D), k (H, S, D), v (H, S, Dv). The scale is 1 unless the options say otherwise, and scaled is scores then.
// Errors: ShapeMismatch, InvalidSize (empty), NotFinite, TooLarge.
Expected<AttentionTrace> dotAttention(const Heads& q, const Heads& k, const Heads& v,
                                      const AttentionOptions& options = {});

// q (H, L, D), k (H, S, Dk), v (H, S, Dv), w (H, D, Dk). Errors as above.
Expected<MultiplicativeTrace> multiplicativeAttention(const Heads& q, const Heads& k, const Heads& v, const Heads& w,
                                                      const AttentionOptions& options = {});

// What they take at most from the arena besides their arguments; size.width is that of the keys.
Bytes multiplicativeBytes(const AttentionSize& size, std::uint64_t queryWidth);

}  // namespace attention
