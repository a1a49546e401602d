#include "kernels/softmax.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <xtensor/xview.hpp>

#include "attention/softmax_rows.hpp"
#include "oracle.hpp"
#include "samples.hpp"
#include "tolerance.hpp"

using attention::Heads;
using attention::softmaxRows;
using samples::Sampler;

namespace {

constexpr float kMinusInfinity = -std::numeric_limits<float>::infinity();

Heads row(const std::vector<float>& scores) {
  Heads result({1, 1, scores.size()});
  std::copy(scores.begin(), scores.end(), result.begin());
  return result;
}

void checkRow(const std::vector<float>& scores, const std::vector<double>& expected) {
  oracle::Heads wanted = oracle::Heads::from_shape({1, 1, expected.size()});
  std::copy(expected.begin(), expected.end(), wanted.begin());
  checkClose(softmaxRows(row(scores)).weights, wanted);
}

}  // namespace

TEST_CASE("softmax: values known without a computer") {
  checkRow({0, std::log(2.0f), std::log(3.0f)}, {1.0 / 6, 2.0 / 6, 3.0 / 6});
  checkRow({5, 5, 5, 5}, {0.25, 0.25, 0.25, 0.25});
  checkRow({-3}, {1});
}

TEST_CASE("softmax: any finite score") {
  const float largest = std::numeric_limits<float>::max();
  checkRow({1e30f, -1e30f, 1e30f}, {0.5, 0, 0.5});
  checkRow({-1e30f, -1e30f}, {0.5, 0.5});
  checkRow({1e30f}, {1});
  checkRow({-1e30f}, {1});
  checkRow({largest, -largest}, {1, 0});
  checkRow({0, -1e30f, 1e-30f}, {0.5, 0, 0.5});
  checkRow({-100, -100.5f, -200}, {1 / (1 + std::exp(-0.5)), 1 / (1 + std::exp(0.5)), 0});
}

TEST_CASE("softmax: agrees with the oracle and its rows sum to 1") {
  Sampler sampler(11);
  for (const std::size_t keys : samples::Sizes{1, 2, 3, 7, 17, 63, 512, 4096}) {
    for (const float range : {0.01f, 1.0f, 10.0f, 80.0f, 1e4f, 1e30f}) {
      CAPTURE(keys, range);
      const Heads masked = sampler.heads(2, 3, keys, range);
      const Heads weights = softmaxRows(masked).weights;
      checkClose(weights, oracle::softmax(masked));
      checkRowSums(weights);
    }
  }
}

TEST_CASE("softmax: 4,096 equal keys share the attention equally") {
  const Heads weights = softmaxRows(row(std::vector<float>(4096, -7.25f))).weights;
  for (const float weight : weights) REQUIRE(weight == 0x1p-12f);
}

TEST_CASE("softmax: adding a constant to a row of scores changes nothing") {
  Sampler sampler(12);
  for (int round = 0; round < 50; ++round) {
    // multiples of 2^-15 below 4, moved by an integer up to 64: every sum is exact, so that even the bits agree
    const Heads masked = sampler.heads(1, 1, sampler.between(1, 63), 4);
    const Heads moved = masked + static_cast<float>(sampler.below(129)) - 64.0f;
    CHECK(softmaxRows(moved).weights == softmaxRows(masked).weights);
  }
}

TEST_CASE("softmax: a key that may not be seen gets exactly 0") {
  checkRow({kMinusInfinity, 1, kMinusInfinity, 1}, {0, 0.5, 0, 0.5});
  checkRow({kMinusInfinity, -1e30f}, {0, 1});
  const Heads weights = softmaxRows(row({kMinusInfinity, 3, 4})).weights;
  CHECK(weights(0, 0, 0) == 0);
}

TEST_CASE("softmax: fully masked rows are 0 and listed once, never NaN") {
  Sampler sampler(13);
  Heads masked = sampler.heads(2, 5, 3);
  xt::view(masked, xt::all(), 1) = kMinusInfinity;  // in both heads
  xt::view(masked, 0, 3) = kMinusInfinity;          // in one
  const attention::SoftmaxRows result = softmaxRows(masked);
  CHECK(result.fullyMaskedRows == attention::Indices{1, 3});
  checkClose(result.weights, oracle::softmax(masked));
  CHECK(xt::all(xt::equal(xt::view(result.weights, xt::all(), 1), 0.0f)));
  CHECK(xt::sum(xt::view(result.weights, 1, 3))() > 0.99f);
}

TEST_CASE("softmax: the kernel works in place and says whether the row sees anything") {
  std::vector<float> values = {1, 2, 3};
  const std::vector<float> before = values;
  std::vector<float> apart(3);
  CHECK(attention::softmax(before.data(), 3, apart.data()));
  CHECK(attention::softmax(values.data(), 3, values.data()));
  CHECK(values == apart);
  std::vector<float> nothing(4, kMinusInfinity);
  CHECK_FALSE(attention::softmax(nothing.data(), 4, nothing.data()));
  CHECK(nothing == std::vector<float>(4, 0.0f));
}

TEST_CASE("softmax: exponentials are within 2 units in the last place") {
  // 200,001 numbers evenly over the range of normal results, and the ends
  std::vector<float> x;
  for (int i = 0; i <= 200'000; ++i) x.push_back(-87.33f * static_cast<float>(i) / 200'000);
  std::vector<float> e(x.size());
  const double sum = attention::exponentials(x.data(), x.size(), 0, e.data());
  double expectedSum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double expected = std::exp(static_cast<double>(x[i]));
    const double unit = std::ldexp(1.0, std::ilogb(expected) - 23);
    REQUIRE(std::abs(static_cast<double>(e[i]) - expected) <= 2 * unit);
    expectedSum += expected;
  }
  CHECK(std::abs(sum - expectedSum) <= 1e-6 * expectedSum);
}

TEST_CASE("softmax: exponentials at the ends and of every count of lanes") {
  const float smallest = std::numeric_limits<float>::lowest();
  for (std::size_t count = 1; count <= 17; ++count) {
    CAPTURE(count);
    std::vector<float> scores(count, 3);
    std::vector<float> to(count + 1, -5);
    CHECK(attention::exponentials(scores.data(), count, 3, to.data()) == static_cast<double>(count));
    CHECK(std::count(to.begin(), to.end(), 1.0f) == static_cast<std::ptrdiff_t>(count));
    CHECK(to[count] == -5);
    scores.assign(count, kMinusInfinity);
    CHECK(attention::exponentials(scores.data(), count, 3, to.data()) == 0);
    scores.assign(count, smallest);
    CHECK(attention::exponentials(scores.data(), count, -smallest, to.data()) == 0);
  }
}

TEST_CASE("softmax: a survey finds the largest score and the one that is not finite, wherever they are") {
  for (std::size_t count = 1; count <= 19; ++count) {
    for (std::size_t where = 0; where < count; ++where) {
      CAPTURE(count, where);
      std::vector<float> scores(count, -8);
      const auto surveyOf = [&](float one) {
        scores[where] = one;
        return attention::survey(scores.data(), count);
      };
      CHECK(surveyOf(-7).largest == -7);
      CHECK(surveyOf(std::numeric_limits<float>::lowest()).areFinite);
      CHECK_FALSE(surveyOf(kMinusInfinity).areFinite);
      CHECK_FALSE(surveyOf(-kMinusInfinity).areFinite);
      CHECK_FALSE(surveyOf(std::numeric_limits<float>::quiet_NaN()).areFinite);
    }
  }
}
