// T5's relative position bias (Raffel et al. 2020, "Exploring the Limits of Transfer Learning with a Unified Text-to-Text
// Transformer", section 2.1; the buckets as in the authors' code).
//
//   output_h = softmax(Q_h·K_hᵀ + bias_h[bucket(s - l)] + M)·V_h
//
// It differs in a learned number for every head and bucket of distances that is added to the score. Near distances have a
// bucket each, further ones share theirs, on a logarithmic scale up to maxDistance; beyond it all share the last. And in the
// scale: T5 does not divide by sqrt(D).
#pragma once

#include "attention/variants/stages.hpp"

namespace attention {

struct BucketTrace : BiasedTrace {
  Matrix buckets;   // (L, S), the bucket of each distance, whole numbers
};

struct Buckets {
  std::size_t count;
  std::size_t maxDistance = 128;
  bool isCausal = false;   // all buckets are for keys before the query; otherwise half of them, and half for keys after it

  // The bucket of key s for query l.
  std::size_t operator()(std::size_t l, std::size_t s) const;
};

// q (H, L, D), k (H, S, D), v (H, S, Dv), bias (H, N) with a column for each bucket. The scale is 1 unless the options say
// otherwise. Where they are causal, all N buckets (at least 2) are for keys before the query; else half of them (N at least 4).
// Errors: ShapeMismatch, InvalidSize (empty; too few buckets; maxDistance not beyond the near ones), NotFinite, TooLarge.
Expected<BucketTrace> bucketAttention(const Heads& q, const Heads& k, const Heads& v, const Matrix& bias,
                                      const AttentionOptions& options = {}, std::size_t maxDistance = 128);

// What it takes at most from the arena besides its arguments.
Bytes bucketBytes(const AttentionSize& size);

}  // namespace attention
