// Every stage of a trace against the oracle, given what the engine's own previous stage made: so that extreme values,
// where softmax turns a rounding error into another winner, can be checked as sharply as small ones.
#pragma once

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <xtensor/xbuilder.hpp>
#include <xtensor/xmanipulation.hpp>
#include <xtensor/xmath.hpp>
#include <xtensor/xview.hpp>

#include "../engine/agreement.hpp"
#include "../engine/oracle.hpp"
#include "attention/multi_head.hpp"
#include "attention/variants/article.hpp"

namespace stages {

constexpr double kLargest = std::numeric_limits<float>::max();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

[[noreturn]] inline void fail(const std::string& reason) {
  std::fprintf(stderr, "%s\n", reason.c_str());
  std::abort();
}

template <class... Numbers>
void require(const std::string& stage, const Numbers&... numbers) {
  if (const auto reason = agreement::disagreement(numbers...)) fail(stage + ": " + *reason);
}

template <class Tensor>
Tensor absolute(const Tensor& tensor) {
  return xt::abs(tensor);
}

// Below float32's range a sum is -Infinity.
inline oracle::Heads rounded(const oracle::Heads& masked) {
  return xt::where(masked < -kLargest * (1 + 0x1p-25), -kInfinity, masked);
}

inline void requireAttention(const oracle::Heads& q, const oracle::Heads& k, const oracle::Heads& v,
                             const attention::AttentionTrace& trace, const std::optional<oracle::Matrix>& mask,
                             double scale) {
  require("scores", trace.scores, oracle::scores(q, k), oracle::scores(absolute(q), absolute(k)));
  require("scaled", trace.scaled, oracle::scaled(trace.scores, scale));
  require("masked", trace.masked, rounded(oracle::masked(trace.scaled, mask)));
  require("weights", trace.weights, oracle::softmax(trace.masked));
  require("heads", trace.heads, oracle::weightedSum(trace.weights, v), oracle::weightedSum(trace.weights, absolute(v)));
  attention::Indices fullyMasked;
  for (std::size_t l = 0; l < trace.masked.shape(1); ++l) {
    bool everyHeadSees = true;
    for (std::size_t h = 0; h < q.shape(0); ++h) {
      everyHeadSees = everyHeadSees && !xt::all(xt::equal(xt::view(trace.masked, h, l), -kInfinity));
    }
    if (!everyHeadSees) fullyMasked.push_back(l);
  }
  if (trace.fullyMaskedRows != fullyMasked) fail("fullyMaskedRows");
}

inline oracle::Matrix projectionMagnitude(const oracle::Matrix& x, const oracle::Matrix& parameter,
                                          const std::optional<oracle::Vector>& bias = {}) {
  const oracle::Matrix magnitude = oracle::magnitude(x, parameter);
  if (!bias) return magnitude;
  return magnitude + xt::abs(*bias);
}

inline void requireProjection(const std::string& stage, const attention::Heads& actual, const oracle::Matrix& x,
                              const oracle::Matrix& parameter, const std::optional<oracle::Vector>& bias) {
  const std::size_t numHeads = actual.shape(0);
  require(stage, actual, oracle::splitHeads(oracle::project(x, parameter, bias), numHeads),
          oracle::splitHeads(projectionMagnitude(x, parameter, bias), numHeads));
}

inline void requireMultiHead(const attention::Matrix& query, const attention::Matrix& key,
                             const attention::Matrix& value, const attention::MultiHeadTrace& trace,
                             const attention::Parameters* p, const std::optional<oracle::Matrix>& mask, double scale) {
  const oracle::Matrix identity = xt::eye<double>(query.shape(1));
  requireProjection("q", trace.q, query, p ? oracle::Matrix(p->wq) : identity, p ? p->bq : std::nullopt);
  requireProjection("k", trace.k, key, p ? oracle::Matrix(p->wk) : identity, p ? p->bk : std::nullopt);
  requireProjection("v", trace.v, value, p ? oracle::Matrix(p->wv) : identity, p ? p->bv : std::nullopt);
  requireAttention(trace.q, trace.k, trace.v, trace.attention, mask, scale);
  require("concat", trace.concat, oracle::concatenate(trace.attention.heads));
  if (!p) return require("output", trace.output, trace.concat);
  require("output", trace.output, oracle::project(trace.concat, p->wo, p->bo),
          projectionMagnitude(trace.concat, p->wo, p->bo));
}

inline void requireArticle(const attention::ArticleTrace& trace, double modelWidth) {
  const oracle::Matrix q = trace.q;
  const oracle::Matrix k = xt::transpose(trace.k);
  const oracle::Matrix scaled = trace.scores / std::sqrt(modelWidth);
  const oracle::Matrix divided = trace.scaled / (modelWidth * modelWidth);
  const oracle::Heads rows = oracle::softmax(xt::view(trace.divided, xt::newaxis()));
  const oracle::Matrix output = trace.attended * (modelWidth * modelWidth);
  require("article scores", trace.scores, oracle::multiply(q, k), oracle::magnitude(q, k));
  require("article scaled", trace.scaled, scaled, absolute(scaled));
  require("article divided", trace.divided, divided, absolute(divided));
  require("article weights", trace.weights, xt::view(rows, 0));
  require("article attended", trace.attended, oracle::multiply(trace.weights, trace.v),
          oracle::magnitude(trace.weights, trace.v));
  require("article output", trace.output, output, absolute(output));
}

// Whether some sum on the way may leave float32's range: only then is NotFinite a fair answer to finite input.
inline bool mayOverflow(const std::vector<double>& magnitudes) {
  for (const double magnitude : magnitudes) {
    if (!(magnitude < 0.999 * kLargest)) return true;
  }
  return false;
}

template <class Tensor>
double largest(const Tensor& magnitude) {
  return xt::amax(magnitude)();
}

}  // namespace stages
