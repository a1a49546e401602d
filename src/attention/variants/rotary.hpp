// Rotary position embedding (Su et al. 2021, "RoFormer: Enhanced Transformer with Rotary Position Embedding", equations 13-15
// and 34).
//
//   output = softmax((RQ)(RK)ᵀ / sqrt(D) + M)·V,  R turns the pair of columns (2i, 2i + 1) of row l by l·10000^(-2i / D)
//
// It differs in that queries and keys are turned by an angle that grows with their position, so that a score depends on the
// positions only through their distance. Values are not turned.
#pragma once

#include "attention/scaled_dot_product.hpp"

namespace attention {

struct RotaryTrace : AttentionTrace {
  Heads q, k;   // (H, L, D), (H, S, D), turned; scores are between these
};

// x (H, L, D) turned by its positions, firstPosition ... firstPosition + L - 1. D is even.
Heads rotated(const Heads& x, std::size_t firstPosition = 0);

// q (H, L, D), k (H, S, D), v (H, S, Dv); both count their positions from 0.
// Errors: ShapeMismatch, InvalidSize (empty, or D odd), NotFinite, TooLarge.
Expected<RotaryTrace> rotaryAttention(const Heads& q, const Heads& k, const Heads& v,
                                      const AttentionOptions& options = {});

// What it takes at most from the arena besides its arguments.
Bytes rotaryBytes(const AttentionSize& size);

}  // namespace attention
