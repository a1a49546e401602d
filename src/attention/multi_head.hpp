// Multi-head attention (Vaswani et al. 2017, section 3.2.2): the conductor that calls every stage and keeps what it made.
#pragma once

#include <optional>
#include <variant>

#include "attention/parameters.hpp"
#include "attention/scaled_dot_product.hpp"
#include "tensor/expected.hpp"
#include "tensor/tensor.hpp"

namespace attention {

struct MultiHeadOptions {
  AttentionOptions attention;
  // Nothing: identity, Q = K = V = X split into heads. Prepared ones need no packing.
  std::variant<std::monostate, const Parameters*, const PreparedParameters*> parameters;
  bool needWeights = true;   // false leaves scores, scaled, masked and weights out of the trace
  bool needTrace = true;     // false leaves scores, scaled and masked out
};

struct MultiHeadTrace {
  Heads q, k, v;              // (H, L, D), (H, S, D), (H, S, D)
  AttentionTrace attention;   // scores ... heads
  Matrix concat;              // (L, E), the heads' outputs side by side
  Matrix output;              // (L, E), concat·W_O (+ b_O); concat itself when parameters are the identity. A fully masked
                              // row of concat is 0, so that its output is b_O
};

// query (L, E), key (S, E), value (S, E): self-attention when all three are the same matrix, cross-attention otherwise.
// numHeads divides E. Errors: ShapeMismatch, InvalidSize (empty), InvalidHeads, NotFinite, TooLarge.
Expected<MultiHeadTrace> multiHeadAttention(const Matrix& query, const Matrix& key, const Matrix& value,
                                            std::size_t numHeads, const MultiHeadOptions& options = {});

// The stages (H, L, S) that options keep.
Keep kept(const MultiHeadOptions& options);

// What a call takes from the arena besides its arguments.
Bytes multiHeadBytes(std::uint64_t queries, std::uint64_t keys, std::uint64_t modelWidth, std::uint64_t numHeads,
                     const MultiHeadOptions& options);

}  // namespace attention
