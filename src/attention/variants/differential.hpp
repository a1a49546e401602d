// Differential attention (Ye et al. 2024, "Differential Transformer", equations 1 and 2).
//
//   [Q1; Q2] = Q, [K1; K2] = K,  output = (softmax(Q1·K1ᵀ / sqrt(D) + M) - λ·softmax(Q2·K2ᵀ / sqrt(D) + M))·V
//
// It differs in that a head has two halves and subtracts what the second attends to from what the first does: noise that both
// see cancels. Weights may be negative, and a row sums to 1 - λ. (Equation 3, which normalises each head's output, belongs to
// the layer around it.) λ = 0 is plain attention of the first half.
#pragma once

#include "attention/scaled_dot_product.hpp"

namespace attention {

struct DifferentialTrace {
  AttentionTrace first, second;   // of both halves, each with its own output
  Heads weights;                  // (H, L, S) = first.weights - λ·second.weights
  Heads heads;                    // (H, L, Dv) = weights·v
  Indices fullyMaskedRows;        // queries that may see no key: weights and outputs of 0
};

// λ as it is learned (equation 2): exp(q1·k1) - exp(q2·k2) + initial. Each vector (D).
Expected<float> differentialLambda(const Vector& q1, const Vector& k1, const Vector& q2, const Vector& k2, float initial);

// q (H, L, 2D), k (H, S, 2D), v (H, S, Dv). The scale is that of half a head, 1 / sqrt(D), unless the options say otherwise.
// Errors: ShapeMismatch, InvalidSize (empty, or an odd number of columns), NotFinite, TooLarge.
Expected<DifferentialTrace> differentialAttention(const Heads& q, const Heads& k, const Heads& v, float lambda,
                                                  const AttentionOptions& options = {});

// What it takes at most from the arena besides its arguments.
Bytes differentialBytes(const AttentionSize& size);

}  // namespace attention
