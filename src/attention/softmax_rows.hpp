// masked -> weights.
#pragma once

#include "tensor/tensor.hpp"

namespace attention {

struct SoftmaxRows {
  Heads weights;             // (H, L, S), every row sums to 1 or is fully masked
  Indices fullyMaskedRows;   // queries that may see no key in some head: their weights are 0
};

// Softmax over the keys of every query. masked (H, L, S) is finite or -Infinity.
SoftmaxRows softmaxRows(const Heads& masked);

}  // namespace attention
