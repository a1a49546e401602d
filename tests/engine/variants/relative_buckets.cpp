#include "attention/variants/relative_buckets.hpp"

#include "cases.hpp"

using namespace cases;
using attention::Buckets;

namespace {

// The bucket of a distance without logarithms: near + the number of whole j for which (distance / near)^each' >=
// (maxDistance / near)^j, in integers (each' the far buckets).
std::size_t bucketOf(std::size_t distance, std::size_t each, std::size_t maxDistance) {
  const std::size_t near = each / 2, far = each - near;
  if (distance < near) return distance;
  const auto power = [](std::size_t x, std::size_t n) {
    long double result = 1;
    for (std::size_t i = 0; i < n; ++i) result *= static_cast<long double>(x);
    return result;
  };
  std::size_t j = 0;   // distance^far · near^j >= maxDistance^j · near^far; exact, as long as the products fit a long double
  while (j + 1 < far && power(distance, far) * power(near, j + 1) >= power(maxDistance, j + 1) * power(near, far)) ++j;
  return near + j;
}

}  // namespace

TEST_CASE("relative buckets: near distances one by one, far ones on a logarithmic scale") {
  for (const std::size_t count : samples::Sizes{4, 8, 12, 32}) {
    for (const std::size_t maxDistance : samples::Sizes{20, 64, 128}) {
      for (const bool isCausal : {false, true}) {
        CAPTURE(count, maxDistance, isCausal);
        const Buckets buckets = {count, maxDistance, isCausal};
        const std::size_t each = isCausal ? count : count / 2;
        for (std::size_t distance = 0; distance < 300; ++distance) {
          CAPTURE(distance);
          CHECK(buckets(distance, 0) == bucketOf(distance, each, maxDistance));
          CHECK(buckets(distance + 5, 5) == buckets(distance, 0));
          if (distance == 0) continue;
          CHECK(buckets(0, distance) == (isCausal ? 0 : each + bucketOf(distance, each, maxDistance)));
        }
      }
    }
  }
}

TEST_CASE("relative buckets: a few of T5's own, 32 up to 128") {
  const Buckets both = {32}, causal = {32, 128, true};
  for (const std::size_t l : samples::Sizes{0, 1, 7}) CHECK(both(l, 0) == l);
  CHECK(both(8, 0) == 8);
  CHECK(both(16, 0) == 10);   // 8 + 8·log(2) / log(16)
  CHECK(both(64, 0) == 14);
  CHECK(both(127, 0) == 15);
  CHECK(both(1000, 0) == 15);
  CHECK(both(0, 1) == 17);
  CHECK(both(0, 500) == 31);
  CHECK(causal(15, 0) == 15);
  CHECK(causal(32, 0) == 21);  // 16 + 16·log(2) / log(8) = 21.33
  CHECK(causal(0, 9) == 0);
}

TEST_CASE("relative buckets: the bias of its bucket is added to each score, which is not scaled") {
  forEach(301, {3, 5, 2}, [](const Case& one, Sampler& sampler) {
    const Matrix bias = sampler.matrix(3, 8);
    const auto trace = valueOf(attention::bucketAttention(one.q, one.k, one.v, bias, one.options, 12));
    oracle::Heads biased = oracle::scores(one.q, one.k);
    for (std::size_t h = 0; h < 3; ++h) {
      for (std::size_t l = 0; l < attention::rows(one.q); ++l) {
        for (std::size_t s = 0; s < attention::rows(one.k); ++s) {
          const std::size_t bucket = one.options.isCausal ? bucketOf(l >= s ? l - s : 0, 8, 12)
                                     : s > l              ? 4 + bucketOf(s - l, 4, 12)
                                                          : bucketOf(l - s, 4, 12);
          CHECK(trace.buckets(l, s) == static_cast<float>(bucket));
          biased(h, l, s) += double{bias(h, bucket)};
        }
      }
    }
    const oracle::Heads weights = oracle::softmax(oracle::masked(biased, one.mask));
    checkClose(trace.biased, biased);
    checkClose(trace.masked, oracle::masked(biased, one.mask));
    checkClose(trace.weights, weights);
    checkClose(trace.heads, oracle::weightedSum(weights, one.v));
    checkFullyMaskedRows(trace, one);
  });
}

TEST_CASE("relative buckets: one bias for all distances is plain attention that is not scaled") {
  forEach(302, {}, [](const Case& one, Sampler&) {
    Matrix bias({2, 6});
    bias.fill(1.5f);
    const auto trace = valueOf(attention::bucketAttention(one.q, one.k, one.v, bias, one.options));
    const oracle::Trace expected = plain(one, 1);
    checkClose(trace.weights, expected.weights);
    checkClose(trace.heads, expected.heads);
  });
}

TEST_CASE("relative buckets: enough of them, and far enough") {
  Sampler sampler(303);
  const Heads q = sampler.heads(2, 3, 4);
  AttentionOptions causal;
  causal.isCausal = true;
  CHECK(attention::bucketAttention(q, q, q, sampler.matrix(2, 4)));
  CHECK(attention::bucketAttention(q, q, q, sampler.matrix(2, 2), causal));
  checkError(attention::bucketAttention(q, q, q, sampler.matrix(2, 3)), ErrorCode::InvalidSize,
             {"bias has 3 columns", "at least 4"});
  checkError(attention::bucketAttention(q, q, q, sampler.matrix(2, 1), causal), ErrorCode::InvalidSize, {"at least 2"});
  checkError(attention::bucketAttention(q, q, q, sampler.matrix(2, 32), {}, 8), ErrorCode::InvalidSize,
             {"maxDistance is 8", "the 8 distances"});
  checkError(attention::bucketAttention(q, q, q, sampler.matrix(3, 32)), ErrorCode::ShapeMismatch,
             {"bias has 3 rows, q has 2 heads"});
}
