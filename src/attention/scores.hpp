// Q and K -> scores -> scaled -> masked.
#pragma once

#include "attention/mask.hpp"
#include "tensor/tensor.hpp"

namespace attention {

// scores (H, L, S) = q (H, L, D) · k (H, S, D)ᵀ: how much each query matches each key.
Heads scores(const Heads& q, const Heads& k);

// scores · scale. The paper's scale is 1 / sqrt(D), which keeps the variance of a score near 1.
Heads scaled(const Heads& scores, float scale);

// scaled + mask (L, S), the same mask for every head.
Heads masked(const Heads& scaled, const Mask& mask);

}  // namespace attention
