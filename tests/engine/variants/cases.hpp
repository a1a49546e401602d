// What every variant is tested with: odd shapes, each under no mask, the causal one, its own, and both.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>

#include <algorithm>
#include <cmath>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <xtensor/xmath.hpp>
#include <xtensor/xview.hpp>

#include "../oracle.hpp"
#include "../samples.hpp"
#include "../tolerance.hpp"
#include "attention/mask.hpp"
#include "attention/scaled_dot_product.hpp"

namespace cases {

using attention::AttentionOptions;
using attention::AttentionTrace;
using attention::ErrorCode;
using attention::Heads;
using attention::Matrix;
using attention::Vector;
using samples::Sampler;

constexpr std::size_t kLengths[] = {1, 3, 7, 17};
constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Case {
  Heads q, k, v;               // (H, L, D), (H, S, D), (H, S, Dv)
  AttentionOptions options;
  oracle::Matrix mask;         // (L, S), what the options add in all
};

// Additive: about two thirds of the keys seen, at other heights, and one query that sees none.
inline Matrix ownMask(Sampler& sampler, std::size_t queries, std::size_t keys) {
  Matrix mask = attention::additive(sampler.mask(queries, keys));
  for (float& value : mask) value += sampler.signedUnit();
  for (std::size_t s = 0; s < keys; ++s) mask(queries / 2, s) = -std::numeric_limits<float>::infinity();
  return mask;
}

inline oracle::Matrix inForce(const AttentionOptions& options, std::size_t queries, std::size_t keys) {
  oracle::Matrix mask = xt::zeros<double>({queries, keys});
  if (options.attnMask) mask = mask + *options.attnMask;
  if (options.isCausal) mask = mask + oracle::causal(queries, keys);
  return mask;
}

struct Widths {
  std::size_t heads = 2, columns = 5, values = 3;
};

// width: of queries and keys
template <class Work>
void forEach(std::uint32_t seed, const Widths& widths, const Work& work) {
  Sampler sampler(seed);
  for (const std::size_t queries : kLengths) {
    for (const std::size_t keys : kLengths) {
      for (const bool hasMask : {false, true}) {
        for (const bool isCausal : {false, true}) {
          CAPTURE(queries, keys, hasMask, isCausal);
          Case one{sampler.heads(widths.heads, queries, widths.columns, 2), sampler.heads(widths.heads, keys, widths.columns, 2),
                   sampler.heads(widths.heads, keys, widths.values), {}, {}};
          if (hasMask) one.options.attnMask = ownMask(sampler, queries, keys);
          one.options.isCausal = isCausal;
          one.mask = inForce(one.options, queries, keys);
          work(one, sampler);
        }
      }
    }
  }
}

// The value of what was expected to be one.
template <class Result>
auto valueOf(const Result& result) {
  if (!result) FAIL(result.error().message);
  return *result;
}

// Plain multi-head attention on the same heads.
inline oracle::Trace plain(const Case& one, std::optional<double> scale = {}) {
  return oracle::attend(one.q, one.k, one.v, one.mask, scale);
}

inline void checkTrace(const AttentionTrace& trace, const oracle::Trace& expected) {
  checkClose(trace.scores, expected.scores);
  checkClose(trace.scaled, expected.scaled);
  checkClose(trace.masked, expected.masked);
  checkClose(trace.weights, expected.weights);
  checkClose(trace.heads, expected.heads);
}

inline Heads zeros(const Heads& like) {
  Heads result(like.shape());
  result.fill(0);
  return result;
}

// Whether a query sees no key.
inline bool isFullyMasked(const Case& one, std::size_t query) {
  for (std::size_t s = 0; s < attention::columns(one.mask); ++s) {
    if (one.mask(query, s) > -kInfinity) return false;
  }
  return true;
}

// The rows in which no key is seen are listed, and weights and outputs are 0 there.
template <class Trace>
void checkFullyMaskedRows(const Trace& trace, const Case& one) {
  attention::Indices expected;
  for (std::size_t l = 0; l < attention::rows(one.mask); ++l) {
    if (!isFullyMasked(one, l)) continue;
    expected.push_back(l);
    for (const Heads* stage : {&trace.weights, &trace.heads}) {
      const Heads row = xt::view(*stage, xt::all(), xt::range(l, l + 1));
      CHECK(row == zeros(row));
    }
  }
  CHECK(trace.fullyMaskedRows == expected);
}

inline Matrix identity(std::size_t size) {
  Matrix result({size, size});
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < size; ++j) result(i, j) = i == j ? 1.0f : 0.0f;
  }
  return result;
}

}  // namespace cases
