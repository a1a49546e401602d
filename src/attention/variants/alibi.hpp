// Attention with linear biases (Press, Smith, Lewis 2022, "Train Short, Test Long: Attention with Linear Biases Enables Input
// Length Extrapolation", section 3).
//
//   output_h = softmax(Q_h·K_hᵀ / sqrt(D) - m_h·|l - s| + M)·V_h
//
// It differs in the bias: the further a key is from the query, the less it counts, in every head at a slope m_h of its own, and
// the words need no other positions. Under the causal mask |l - s| is the paper's l - s; without it both sides fall off alike.
#pragma once

#include "attention/variants/stages.hpp"

namespace attention {

// The paper's slopes of H heads. A power of two has the geometric sequence that starts at, and whose ratio is, 2^(-8 / H); any
// other number N of heads the slopes of the power of two P below it, then every other slope of 2P (as in the authors' code).
Vector alibiSlopes(std::size_t numHeads);

// q (H, L, D), k (H, S, D), v (H, S, Dv), slopes (H). A slope of 0 is plain attention.
// Errors: ShapeMismatch, InvalidSize (empty), NotFinite, TooLarge.
Expected<BiasedTrace> alibiAttention(const Heads& q, const Heads& k, const Heads& v, const Vector& slopes,
                                     const AttentionOptions& options = {});

// What it takes at most from the arena besides its arguments.
Bytes alibiBytes(const AttentionSize& size);

}  // namespace attention
