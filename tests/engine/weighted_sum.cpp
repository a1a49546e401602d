#include "attention/weighted_sum.hpp"

#include <catch2/catch_test_macros.hpp>

#include <xtensor/xmath.hpp>

#include "golden.hpp"
#include "samples.hpp"
#include "tolerance.hpp"

using attention::Heads;
using attention::weightedSum;
using samples::Sampler;

TEST_CASE("weighted sum: each query averages the values by its weights") {
  const Heads weights = {{{1, 0, 0}, {0.5f, 0.25f, 0.25f}}, {{0, 0, 1}, {0, 0, 0}}};
  const Heads v = {{{4, 8}, {12, 0}, {0, 16}}, {{1, 1}, {1, 1}, {7, -7}}};
  CHECK(weightedSum(weights, v) == Heads{{{4, 8}, {5, 8}}, {{7, -7}, {0, 0}}});
}

TEST_CASE("weighted sum: agrees with the oracle for every odd shape") {
  Sampler sampler(51);
  for (const std::size_t queries : samples::kOddSizes) {
    for (const std::size_t keys : samples::Sizes{1, 3, 17, 200}) {
      for (const std::size_t width : samples::kOddSizes) {
        CAPTURE(queries, keys, width);
        const Heads weights = oracle::softmax(sampler.heads(2, queries, keys, 5));
        const Heads v = sampler.heads(2, keys, width);
        checkClose(weightedSum(weights, v), oracle::weightedSum(weights, v));
      }
    }
  }
}

TEST_CASE("weighted sum: 4,096 keys") {
  Sampler sampler(52);
  const Heads weights = oracle::softmax(sampler.heads(1, 3, 4096, 4));
  const Heads v = sampler.heads(1, 4096, 5, 3);
  checkClose(weightedSum(weights, v), oracle::weightedSum(weights, v));
}

TEST_CASE("weighted sum: the average of equal values is that value, and lies between them otherwise") {
  Sampler sampler(53);
  const Heads weights = oracle::softmax(sampler.heads(2, 7, 63, 9));
  Heads v({2, 63, 3});
  v.fill(-2.5f);
  const oracle::Heads expected = xt::full_like(oracle::Heads::from_shape({2, 7, 3}), -2.5);
  checkClose(weightedSum(weights, v), expected);
  const Heads heads = weightedSum(weights, sampler.heads(2, 63, 3));
  CHECK(xt::amax(xt::abs(heads))() <= 1 + 1e-6f);
}

TEST_CASE("weighted sum: golden outputs of four heads") {
  const Heads weights = golden::heads("multi_head/weights");
  const Heads v = golden::heads("multi_head/v");
  checkClose(weightedSum(weights, v), golden::heads("multi_head/heads"));
}
