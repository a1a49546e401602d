// Sliding-window attention (Beltagy, Peters, Cohan 2020, "Longformer: The Long-Document Transformer", section 3.1).
//
//   output = softmax(QKᵀ / sqrt(D) + M + W)·V,  W(l, s) = 0 where |l - s| <= window, else -Infinity
//
// It differs in what a query may see: its neighbours, at most `window` away on either side (the paper's w is twice that), so
// that the work grows with L·window. This trace keeps the whole (H, L, S), in order to show what is left out. A window of L
// or more is full attention.
#pragma once

#include "attention/scaled_dot_product.hpp"

namespace attention {

// q (H, L, D), k (H, S, D), v (H, S, Dv). masked is -Infinity outside of the window.
// Errors: ShapeMismatch, InvalidSize (empty), NotFinite, TooLarge.
Expected<AttentionTrace> slidingWindowAttention(const Heads& q, const Heads& k, const Heads& v, std::size_t window,
                                                const AttentionOptions& options = {});

// What it takes at most from the arena besides its arguments.
Bytes slidingWindowBytes(const AttentionSize& size);

}  // namespace attention
