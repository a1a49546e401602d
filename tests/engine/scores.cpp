#include "attention/scores.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <limits>

#include <xtensor/xmath.hpp>

#include "golden.hpp"
#include "samples.hpp"
#include "tolerance.hpp"

using attention::Heads;
using attention::Matrix;
using samples::Sampler;

TEST_CASE("scores: row l, column s is the product of query l and key s, head by head") {
  const Heads q = {{{1, 2}, {0, 1}}, {{3, 0}, {1, 1}}};
  const Heads k = {{{1, 0}, {10, 100}, {0, 1}}, {{2, 5}, {0, 7}, {1, 1}}};
  CHECK(attention::scores(q, k) == Heads{{{1, 210, 2}, {0, 100, 1}}, {{6, 0, 3}, {7, 7, 2}}});
}

TEST_CASE("scores: agree with the oracle for every odd shape") {
  Sampler sampler(41);
  for (const std::size_t queries : samples::kOddSizes) {
    for (const std::size_t keys : samples::kOddSizes) {
      for (const std::size_t width : samples::Sizes{1, 3, 64, 200}) {
        CAPTURE(queries, keys, width);
        const Heads q = sampler.heads(2, queries, width);
        const Heads k = sampler.heads(2, keys, width);
        checkClose(attention::scores(q, k), oracle::scores(q, k), oracle::scores(xt::abs(q), xt::abs(k)));
      }
    }
  }
}

TEST_CASE("scores: scaled multiplies by the scale") {
  Sampler sampler(42);
  const Heads scores = sampler.heads(3, 4, 5, 20);
  for (const float scale : {1.0f, 0.0f, -2.5f, 1 / std::sqrt(3.0f)}) {
    checkClose(attention::scaled(scores, scale), oracle::scaled(scores, scale));
  }
}

TEST_CASE("scores: masked adds the same mask to every head") {
  Sampler sampler(43);
  const Heads scaled = sampler.heads(3, 4, 5);
  CHECK(attention::masked(scaled, {}) == scaled);
  Matrix mask = sampler.matrix(4, 5);
  mask(2, 3) = -std::numeric_limits<float>::infinity();
  checkClose(attention::masked(scaled, {&mask, false}), oracle::masked(scaled, oracle::Matrix(mask)));
}

TEST_CASE("scores: golden scores and scaled scores of four heads") {
  const oracle::Heads q = golden::heads("multi_head/q");
  const oracle::Heads k = golden::heads("multi_head/k");
  const Heads scores = attention::scores(q, k);
  checkClose(scores, golden::heads("multi_head/scores"));
  checkClose(attention::scaled(scores, 1 / std::sqrt(3.0f)), golden::heads("multi_head/scaled"));
}
