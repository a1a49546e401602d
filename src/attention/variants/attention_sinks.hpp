// Somewhere to look at when nothing matters. Two ways:
//
// Softmax-off-by-one (Miller 2023, "Attention Is Off By One"; with a learned sink per head, the "learnable sink" whose zero
// case is in Xiao et al. 2023, "Efficient Streaming Language Models with Attention Sinks", section 3.3):
//
//   weights_ls = exp(x_ls) / (exp(sink_h) + Σ_s' exp(x_ls')),  x = QKᵀ / sqrt(D) + M
//
// It differs from softmax in that a query can turn away: what its weights lack of 1 goes to a sink that has no value. A sink of
// 0 is Miller's "+ 1".
//
// Attention sinks (Xiao et al. 2023, section 3.2): the first few tokens, which trained models use as such a sink, stay visible
// beside the latest keys of a sliding window.
#pragma once

#include "attention/mask.hpp"
#include "attention/scaled_dot_product.hpp"

namespace attention {

struct SinkTrace : AttentionTrace {
  Matrix sinkWeights;   // (H, L), what goes to the sink: with the row's weights it sums to 1, also where no key may be seen
};

// q (H, L, D), k (H, S, D), v (H, S, Dv), sinks (H), the score of each head's sink.
// Errors: ShapeMismatch, InvalidSize (empty), NotFinite, TooLarge.
Expected<SinkTrace> softmaxOffByOneAttention(const Heads& q, const Heads& k, const Heads& v, const Vector& sinks,
                                             const AttentionOptions& options = {});

// Query l sees the first `sinks` keys, and those of l + 1 - window ... l; no key after l.
BooleanMask sinkWindowMask(std::size_t queries, std::size_t keys, std::size_t sinks, std::size_t window);

// Scaled dot-product attention under that mask. Errors as above.
Expected<AttentionTrace> sinkWindowAttention(const Heads& q, const Heads& k, const Heads& v, std::size_t sinks,
                                             std::size_t window, const AttentionOptions& options = {});

// What each takes at most from the arena besides its arguments.
Bytes softmaxOffByOneBytes(const AttentionSize& size);
Bytes sinkWindowBytes(const AttentionSize& size);

}  // namespace attention
