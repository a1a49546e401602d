#include "attention/variants/sigmoid.hpp"

#include "cases.hpp"

using namespace cases;

TEST_CASE("sigmoid: every weight by itself, σ(x) = (1 + tanh(x / 2)) / 2") {
  forEach(261, {}, [](const Case& one, Sampler& sampler) {
    const float bias = 3 * sampler.signedUnit();
    const auto trace = valueOf(attention::sigmoidAttention(one.q, one.k, one.v, one.options, bias));
    const oracle::Heads biased = plain(one).scaled + double{bias};
    const oracle::Heads masked = oracle::masked(biased, one.mask);
    const oracle::Heads weights = 0.5 * (1 + xt::tanh(masked / 2));
    CHECK(trace.bias == bias);
    checkClose(trace.biased, biased);
    checkClose(trace.masked, masked);
    checkClose(trace.weights, weights);
    checkClose(trace.heads, oracle::weightedSum(weights, one.v));
    checkFullyMaskedRows(trace, one);
  });
}

TEST_CASE("sigmoid: by default the bias is -log(S), so that scores of 0 nearly share 1") {
  Sampler sampler(262);
  for (const std::size_t keys : kLengths) {
    const Heads q = sampler.heads(1, 2, 4), k = sampler.heads(1, keys, 4);
    const auto trace = valueOf(attention::sigmoidAttention(zeros(q), k, k));
    for (const float weight : trace.weights) {
      CHECK(std::abs(double{weight} - 1 / (1 + static_cast<double>(keys))) < 1e-6);
    }
  }
}

TEST_CASE("sigmoid: a key's weight does not depend on the other keys") {
  forEach(263, {}, [](const Case& one, Sampler& sampler) {
    const auto before = valueOf(attention::sigmoidAttention(one.q, one.k, one.v, one.options, -1.0f));
    Heads k = one.k;
    for (std::size_t d = 0; d < 5; ++d) k(0, 0, d) = 5 * sampler.signedUnit();
    const auto after = valueOf(attention::sigmoidAttention(one.q, k, one.v, one.options, -1.0f));
    for (std::size_t l = 0; l < attention::rows(one.q); ++l) {
      for (std::size_t s = 1; s < attention::rows(one.k); ++s) CHECK(before.weights(0, l, s) == after.weights(0, l, s));
    }
  });
}

TEST_CASE("sigmoid: scores of 1e30 are weights of 0 and 1, and the bias is finite") {
  const Heads q = {{{1e15f}}}, k = {{{1e15f}, {-1e15f}}};
  CHECK(valueOf(attention::sigmoidAttention(q, k, k)).weights == Heads{{{1, 0}}});
  checkError(attention::sigmoidAttention(q, k, k, {}, std::numeric_limits<float>::infinity()), ErrorCode::NotFinite,
             {"bias is Infinity"});
}
