// weights and V -> each head's output.
#pragma once

#include "tensor/tensor.hpp"

namespace attention {

// (H, L, D) = weights (H, L, S) · v (H, S, D): every query gets the average of the values, weighted by attention.
Heads weightedSum(const Heads& weights, const Heads& v);

}  // namespace attention
