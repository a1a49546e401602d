// Attention(Q, K, V) = softmax(Q·Kᵀ / sqrt(D) + mask)·V (Vaswani et al. 2017, equation 1), with every intermediate kept.
#pragma once

#include <optional>
#include <vector>

#include "tensor/expected.hpp"
#include "tensor/tensor.hpp"

namespace attention {

struct AttentionOptions {
  std::optional<Matrix> attnMask;   // (L, S), added to the scaled scores; finite or -Infinity
  bool isCausal = false;            // query l sees the keys s <= l; adds to attnMask
  std::optional<float> scale;       // default 1 / sqrt(D)
};

struct AttentionTrace {
  Heads scores, scaled, masked, weights;      // (H, L, S); empty where weights are not needed
  Heads heads;                                // (H, L, D)
  std::vector<std::size_t> fullyMaskedRows;   // queries that may see no key: weights and outputs of 0
};

// Stages (H, L, S) of more than this in all are refused before any of them is allocated; the rest of what a call needs
// fits beside them in the 2 GiB of the WebAssembly module.
constexpr std::size_t kMaxTraceBytes = std::size_t{1} << 29;

// The stages in order for H heads at once: q (H, L, D), k (H, S, D), v (H, S, Dv). The arguments are checked by the two
// public functions; what only shows on the way is checked here: values that leave the range of float32.
Expected<AttentionTrace> attend(const Heads& q, const Heads& k, const Heads& v, const std::optional<Matrix>& mask,
                                float scale);

// The same heads without the (H, L, S) intermediates: 64 queries at a time, memory O(64·S) besides the mask.
Expected<AttentionTrace> attendInBlocks(const Heads& q, const Heads& k, const Heads& v,
                                        const std::optional<Matrix>& mask, float scale);

// One head: query (L, D), key (S, D), value (S, Dv) -> a trace with H = 1.
// Errors: ShapeMismatch, InvalidSize (empty), NotFinite, TooLarge.
Expected<AttentionTrace> scaledDotProductAttention(const Matrix& query, const Matrix& key, const Matrix& value,
                                                   const AttentionOptions& options = {});

// What both public functions ask of query, key and value: none empty, as many columns in key as in query, as many rows in
// value as in key.
std::optional<Error> checkShapes(const Matrix& query, const Matrix& key, const Matrix& value);

// And of their numbers: finite, a finite scale, a mask (L, S) that is finite or -Infinity.
std::optional<Error> checkNumbers(const Matrix& query, const Matrix& key, const Matrix& value,
                                  const AttentionOptions& options);

// "the weights of 8 heads, 4096 queries and 4096 keys need ... bytes"; nothing where they fit.
std::optional<Error> checkTraceSize(std::size_t numHeads, std::size_t queries, std::size_t keys);

}  // namespace attention
