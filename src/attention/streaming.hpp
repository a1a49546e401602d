// The two ways to attend that do not keep every stage. Both work through 30 queries at a time, so that scores stay in the
// cache between the stages.
#pragma once

#include "attention/scaled_dot_product.hpp"

namespace attention {

// Keeps the weights: scores, scaled and masked are overwritten in their place.
Expected<AttentionTrace> attendKeepingWeights(const Heads& q, const Heads& k, const Heads& v, const Mask& mask,
                                              float scale);

// Keeps no stage (H, L, S): 256 keys at a time, the softmax of a row corrected as larger scores are met (Milakov and
// Gimelshein 2018; Dao et al. 2022, "FlashAttention"). Memory O(L·D). Where the mask is causal, scores of later keys are not
// computed, and nothing is wrong if they would leave the range of float32.
Expected<AttentionTrace> attendStreaming(const Heads& q, const Heads& k, const Heads& v, const Mask& mask, float scale);

// What each of them takes from the arena.
Bytes keepingWeightsBytes(const AttentionSize& size);
Bytes streamingBytes(const AttentionSize& size);

}  // namespace attention
