#include "attention/variants/query_key_norm.hpp"

#include "cases.hpp"

using namespace cases;

namespace {

double product(const Heads& a, std::size_t row, const Heads& b, std::size_t other, std::size_t h) {
  double sum = 0;
  for (std::size_t d = 0; d < attention::columns(a); ++d) sum += double{a(h, row, d)} * double{b(h, other, d)};
  return sum;
}

}  // namespace

TEST_CASE("query-key norm: a score is the cosine of the angle, times g") {
  forEach(251, {}, [](Case& one, Sampler&) {
    one.options.scale = 3.5f;
    const auto trace = valueOf(attention::queryKeyNormAttention(one.q, one.k, one.v, one.options));
    oracle::Heads cosines(trace.scores.shape());
    for (std::size_t h = 0; h < 2; ++h) {
      for (std::size_t l = 0; l < cosines.shape(1); ++l) {
        for (std::size_t s = 0; s < cosines.shape(2); ++s) {
          cosines(h, l, s) = product(one.q, l, one.k, s, h) /
                             std::sqrt(product(one.q, l, one.q, l, h) * product(one.k, s, one.k, s, h));
        }
      }
    }
    const oracle::Heads masked = oracle::masked(3.5 * cosines, one.mask);
    checkClose(trace.scores, cosines);
    checkClose(trace.masked, masked);
    checkClose(trace.weights, oracle::softmax(masked));
    checkClose(trace.heads, oracle::weightedSum(oracle::softmax(masked), one.v));
    checkFullyMaskedRows(trace, one);
  });
}

TEST_CASE("query-key norm: queries and keys of other lengths attend alike") {
  forEach(252, {}, [](Case& one, Sampler&) {
    const auto expected = valueOf(attention::queryKeyNormAttention(one.q, one.k, one.v, one.options));
    one.q *= 1e25f;   // the squares leave float32's range
    one.k *= 1e-25f;
    const auto trace = valueOf(attention::queryKeyNormAttention(one.q, one.k, one.v, one.options));
    checkClose(trace.weights, expected.weights);
    checkClose(trace.heads, expected.heads);
  });
}

TEST_CASE("query-key norm: g is log2(S² - S) by default, and a zero vector is like nothing") {
  Sampler sampler(253);
  for (const std::size_t keys : samples::Sizes{1, 2, 5}) {
    const Heads q = sampler.heads(1, 3, 4), k = sampler.heads(1, keys, 4), v = sampler.heads(1, keys, 2);
    const auto trace = valueOf(attention::queryKeyNormAttention(q, k, v));
    const double gain = keys == 1 ? 1 : keys == 2 ? 1 : std::log2(20.0);
    checkClose(trace.scaled, gain * oracle::Heads(trace.scores));
    const auto zero = valueOf(attention::queryKeyNormAttention(zeros(q), k, v));
    for (const float weight : zero.weights) CHECK(std::abs(weight - 1 / static_cast<float>(keys)) < 1e-6f);
  }
}
