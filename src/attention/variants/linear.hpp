// Linear attention (Katharopoulos, Vyas, Pappas, Fleuret 2020, "Transformers are RNNs: Fast Autoregressive Transformers with
// Linear Attention", sections 3.2 and 3.3).
//
//   output_l = Σ_s φ(q_l)·φ(k_s)·v_s / Σ_s φ(q_l)·φ(k_s) = φ(q_l)·(Σ_s φ(k_s)ᵀv_s) / φ(q_l)·(Σ_s φ(k_s)ᵀ),  φ(x) = elu(x) + 1
//
// It differs in how alike a query and a key are: not exp(q·k / sqrt(D)) but the product of features φ. Then the sums over the
// keys can be taken first, once for all queries: work and memory grow with L, not with L·S, and under the causal mask a model
// remembers two sums instead of all keys. Nothing is divided by sqrt(D): the options' scale has no meaning here.
#pragma once

#include "attention/scaled_dot_product.hpp"

namespace attention {

struct LinearTrace {
  Heads queryFeatures, keyFeatures;   // (H, L, F) = φ(q), (H, S, F) = φ(k)
  Heads similarities;                 // (H, L, S) = φ(q)·φ(k)ᵀ
  Heads masked;                       // similarities · exp(mask - its largest in the row): 0 where nothing may attend
  Heads weights;                      // masked / its sum over the keys
  Heads heads;                        // (H, L, Dv) = weights·v
  Indices fullyMaskedRows;            // queries that may see no key: weights and outputs of 0
};

// φ(x) = elu(x) + 1: x + 1 above 0, exp(x) below.
Heads eluFeatures(const Heads& x);

// q (H, L, D), k (H, S, D), v (H, S, Dv), by the first form of the equation: every weight is seen.
// Errors: ShapeMismatch, InvalidSize (empty), NotFinite, TooLarge.
Expected<LinearTrace> linearAttention(const Heads& q, const Heads& k, const Heads& v,
                                      const AttentionOptions& options = {});

// The same from features of any kind: φ(q) (H, L, F), φ(k) (H, S, F). Their products should not be negative.
Expected<LinearTrace> attendFeatures(Heads queryFeatures, Heads keyFeatures, const Heads& v,
                                     const AttentionOptions& options = {});

// What a model remembers instead of keys and values, and the heads' outputs, by the second form of the equation.
struct LinearMemory {
  Heads values;   // (H, F, Dv), Σ_s φ(k_s)ᵀ·v_s over the keys seen so far
  Matrix keys;    // (H, F), Σ_s φ(k_s)
  Heads heads;    // (H, L, Dv)
};

// Every query sees all keys, or query l the keys s <= l. Errors as above, but nothing is TooLarge.
Expected<LinearMemory> attendFeaturesInOrder(const Heads& queryFeatures, const Heads& keyFeatures, const Heads& v,
                                             bool isCausal);

// What linearAttention and attendFeaturesInOrder take at most from the arena besides their arguments.
Bytes linearBytes(const AttentionSize& size);
Bytes inOrderBytes(const AttentionSize& size);

}  // namespace attention
