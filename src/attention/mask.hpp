// What a query may see. A BooleanMask (L, S) has 1 where it may attend, as in PyTorch's scaled_dot_product_attention;
// an additive mask (L, S) is added to the scaled scores, -Infinity where it may not.
#pragma once

#include <vector>

#include "tensor/check.hpp"

namespace attention {

// Query l sees the keys at most `window` away (sliding window; Beltagy, Peters, Cohan 2020, "Longformer").
BooleanMask slidingWindowMask(std::size_t queries, std::size_t keys, std::size_t window);

// Every query sees the keys s with keep[s]; the others are padding.
BooleanMask paddingMask(std::size_t queries, const std::vector<bool>& keep);

// 0 where the query may attend, -Infinity elsewhere.
Matrix additive(const BooleanMask& mask);

// An additive mask is finite or -Infinity, and (L, S).
Check checkMask(const Matrix& mask, std::size_t queries, std::size_t keys);

// The mask in force: what is added to the scaled scores, and whether a query l is also kept from the keys s > l.
struct Mask {
  const Matrix* additive = nullptr;   // (L, S); null: nothing is added
  bool isCausal = false;
};

// Whether the query may see all keys from firstKey on, and nothing is added to their scores.
bool isOpen(const Mask& mask, std::size_t query, std::size_t firstKey, std::size_t count);

// scores[i] += the mask of this query and the key firstKey + i, i = 0 ... count - 1
void addMask(const Mask& mask, std::size_t query, std::size_t firstKey, std::size_t count, float* scores);

// scaled + mask is -Infinity where nothing may attend; if the largest of them is above float32's range, that is an error.
Check checkMasked(float largest);

}  // namespace attention
