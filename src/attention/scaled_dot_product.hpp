// Attention(Q, K, V) = softmax(Q·Kᵀ / sqrt(D) + mask)·V (Vaswani et al. 2017, equation 1).
#pragma once

#include <cstdint>
#include <optional>

#include "attention/mask.hpp"
#include "tensor/expected.hpp"
#include "tensor/tensor.hpp"

namespace attention {

struct AttentionOptions {
  std::optional<Matrix> attnMask;   // (L, S), added to the scaled scores; finite or -Infinity
  bool isCausal = false;            // query l sees the keys s <= l; adds to attnMask
  std::optional<float> scale;       // default 1 / sqrt(D)
};

// The mask that they ask for. They outlive it.
Mask maskOf(const AttentionOptions& options);

// The scale that was asked for, else 1 / sqrt(D).
float scaleOf(const AttentionOptions& options, const Heads& q);

// Which of the (H, L, S) stages a call keeps.
enum class Keep { Everything, Weights, Nothing };

struct AttentionTrace {
  Heads scores, scaled, masked, weights;   // (H, L, S); empty where they are not kept
  Heads heads;                             // (H, L, D)
  Indices fullyMaskedRows;                 // queries that may see no key: weights and outputs of 0
};

// Kept stages (H, L, S) of more than this in all are refused before any of them is allocated; the rest of what a call
// needs fits beside them in the 2 GiB of the WebAssembly module.
constexpr std::size_t kMaxTraceBytes = std::size_t{1} << 29;

// q (H, L, D), k (H, S, D), v (H, S, Dv). The arguments are checked by the two public functions; what only shows on the
// way is checked here: values that leave the range of float32.
Expected<AttentionTrace> attend(const Heads& q, const Heads& k, const Heads& v, const Mask& mask, float scale,
                                Keep keep = Keep::Everything);

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

// "scores, scaled, masked and weights of 8 heads x ... need ... bytes"; nothing where what is kept fits.
std::optional<Error> checkTraceSize(std::uint64_t numHeads, std::uint64_t queries, std::uint64_t keys,
                                    Keep keep = Keep::Everything);

// The sizes of one call: H, L, S, D, and Dv, the width of a head's values.
struct AttentionSize {
  std::uint64_t numHeads, queries, keys, width, valueWidth;
};

// What attend() takes from the arena besides its arguments.
Bytes attendBytes(const AttentionSize& size, Keep keep);

// What scaledDotProductAttention() takes from the arena besides its arguments.
Bytes scaledDotProductBytes(const AttentionSize& size);

}  // namespace attention
