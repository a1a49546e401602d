#include "attention/multi_head.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <xtensor/xview.hpp>

#include "attention/mask.hpp"
#include "golden.hpp"
#include "samples.hpp"
#include "tolerance.hpp"

using attention::Heads;
using attention::Matrix;
using attention::MultiHeadOptions;
using attention::MultiHeadTrace;
using attention::Parameters;
using samples::Sampler;

namespace {

MultiHeadTrace attend(const Matrix& query, const Matrix& key, const Matrix& value, std::size_t numHeads,
                      const MultiHeadOptions& options = {}) {
  auto trace = attention::multiHeadAttention(query, key, value, numHeads, options);
  REQUIRE(trace);
  return *trace;
}

void checkTrace(const MultiHeadTrace& trace, const oracle::Trace& expected) {
  checkClose(trace.q, expected.q);
  checkClose(trace.k, expected.k);
  checkClose(trace.v, expected.v);
  checkClose(trace.attention.scores, expected.scores);
  checkClose(trace.attention.scaled, expected.scaled);
  checkClose(trace.attention.masked, expected.masked);
  checkClose(trace.attention.weights, expected.weights);
  checkClose(trace.attention.heads, expected.heads);
  checkClose(trace.concat, expected.concat);
  checkClose(trace.output, expected.output);
}

oracle::Trace goldenTrace(const std::string& name) {
  const auto heads = [&](const std::string& part) { return golden::heads(name + "/" + part); };
  return {heads("q"),      heads("k"),       heads("v"),     heads("scores"),
          heads("scaled"), heads("masked"),  heads("weights"), heads("heads"),
          golden::matrix(name + "/concat"), golden::matrix(name + "/output")};
}

Parameters goldenParameters(const std::string& name) {
  return {golden::input(name + "/wq"), golden::input(name + "/wk"), golden::input(name + "/wv"),
          golden::input(name + "/wo"), {}, {}, {}, {}};
}

// As small as Xavier's, so that what they make of values near 1 stays near 1; one bias is absent.
Parameters randomParameters(Sampler& sampler, std::size_t width) {
  const auto matrix = [&] { return sampler.matrix(width, width, 1 / std::sqrt(static_cast<float>(width))); };
  const auto bias = [&] { return sampler.vector(width); };
  return {matrix(), matrix(), matrix(), matrix(), bias(), {}, bias(), bias()};
}

}  // namespace

TEST_CASE("multi-head: golden self-attention with parameters and biases") {
  const Matrix x = golden::input("multi_head/x");
  Parameters parameters = goldenParameters("multi_head");
  parameters.bq = golden::inputVector("multi_head/bq");
  parameters.bk = golden::inputVector("multi_head/bk");
  parameters.bv = golden::inputVector("multi_head/bv");
  parameters.bo = golden::inputVector("multi_head/bo");
  MultiHeadOptions options;
  options.parameters = &parameters;
  checkTrace(attend(x, x, x, 4, options), goldenTrace("multi_head"));
}

TEST_CASE("multi-head: golden cross-attention with a mask and another value") {
  const std::string name = "multi_head_cross";
  const Parameters parameters = goldenParameters(name);
  MultiHeadOptions options;
  options.parameters = &parameters;
  options.attention.attnMask = attention::additive(golden::mask(name + "/mask"));
  const MultiHeadTrace trace = attend(golden::input(name + "/query"), golden::input(name + "/key"),
                                      golden::input(name + "/value"), 2, options);
  checkTrace(trace, goldenTrace(name));
}

TEST_CASE("multi-head: golden identity parameters, Q = K = V = X") {
  const Matrix x = golden::input("multi_head_identity/x");
  const MultiHeadTrace trace = attend(x, x, x, 3);
  checkTrace(trace, goldenTrace("multi_head_identity"));
  CHECK(trace.output == trace.concat);
}

TEST_CASE("multi-head: agrees with the oracle for many shapes") {
  Sampler sampler(81);
  for (const std::size_t queries : samples::Sizes{1, 3, 17}) {
    for (const std::size_t keys : samples::kOddSizes) {
      for (const std::size_t heads : samples::Sizes{1, 2, 3, 8}) {
        const std::size_t width = heads * sampler.between(1, 4);
        CAPTURE(queries, keys, heads, width);
        const Matrix query = sampler.matrix(queries, width);
        const Matrix key = sampler.matrix(keys, width);
        const Matrix value = sampler.matrix(keys, width);
        Parameters parameters = randomParameters(sampler, width);
        MultiHeadOptions options;
        options.attention.attnMask = attention::additive(sampler.mask(queries, keys));
        options.attention.scale = sampler.signedUnit();
        const Parameters* chosen = sampler.below(3) == 0 ? nullptr : &parameters;
        if (chosen != nullptr) options.parameters = chosen;
        checkTrace(attend(query, key, value, heads, options),
                   oracle::multiHead(query, key, value, heads, chosen, *options.attention.attnMask,
                                     *options.attention.scale));
      }
    }
  }
}

TEST_CASE("multi-head: identity matrices as parameters change nothing") {
  Sampler sampler(82);
  const Matrix x = sampler.matrix(5, 6);
  const Matrix eye = xt::eye<float>(6);
  const Parameters parameters = {eye, eye, eye, eye, {}, {}, {}, {}};
  MultiHeadOptions options;
  options.parameters = &parameters;
  CHECK(attend(x, x, x, 2, options).output == attend(x, x, x, 2).output);
}

TEST_CASE("multi-head: H heads equal H separate attentions concatenated") {
  Sampler sampler(83);
  for (int round = 0; round < 20; ++round) {
    const std::size_t heads = sampler.between(1, 5);
    const std::size_t width = sampler.between(1, 6);
    const Matrix query = sampler.matrix(sampler.between(1, 9), heads * width, 2);
    const Matrix key = sampler.matrix(sampler.between(1, 9), heads * width, 2);
    const Matrix value = sampler.matrix(key.shape(0), heads * width);
    MultiHeadOptions options;
    options.attention.isCausal = sampler.below(2) == 0;
    const MultiHeadTrace trace = attend(query, key, value, heads, options);
    for (std::size_t h = 0; h < heads; ++h) {
      CAPTURE(heads, width, h);
      const auto part = [&](const Matrix& matrix) {
        return Matrix(xt::view(matrix, xt::all(), xt::range(h * width, (h + 1) * width)));
      };
      const auto alone = attention::scaledDotProductAttention(part(query), part(key), part(value), options.attention);
      REQUIRE(alone);
      checkClose(xt::view(trace.attention.weights, h), xt::view(alone->weights, 0));
      checkClose(part(trace.output), xt::view(alone->heads, 0));
    }
  }
}

TEST_CASE("multi-head: rows sum to 1 and causal weights are 0 above the diagonal, in every head") {
  Sampler sampler(84);
  for (const std::size_t tokens : samples::kOddSizes) {
    const Matrix x = sampler.matrix(tokens, 12, 2);
    const Parameters parameters = attention::xavierParameters(12, 7);
    MultiHeadOptions options;
    options.parameters = &parameters;
    options.attention.isCausal = true;
    const Heads weights = attend(x, x, x, 4, options).attention.weights;
    checkRowSums(weights);
    for (std::size_t h = 0; h < 4; ++h) {
      for (std::size_t l = 0; l < tokens; ++l) {
        for (std::size_t s = l + 1; s < tokens; ++s) REQUIRE(weights(h, l, s) == 0);
      }
    }
  }
}

TEST_CASE("multi-head: without the weights, everything else is the same") {
  Sampler sampler(85);
  for (const std::size_t queries : samples::Sizes{1, 29, 30, 31, 200}) {
    CAPTURE(queries);
    const Matrix query = sampler.matrix(queries, 6);
    const Matrix key = sampler.matrix(9, 6);
    const Parameters parameters = randomParameters(sampler, 6);
    attention::BooleanMask may = sampler.mask(queries, 9);
    xt::view(may, queries / 3) = 0;
    MultiHeadOptions options;
    options.parameters = &parameters;
    options.attention.attnMask = attention::additive(may);
    const MultiHeadTrace with = attend(query, key, key, 2, options);
    options.needWeights = false;
    const MultiHeadTrace without = attend(query, key, key, 2, options);
    CHECK(without.q == with.q);
    CHECK(without.k == with.k);
    CHECK(without.v == with.v);
    checkClose(without.attention.heads, with.attention.heads);
    checkClose(without.concat, with.concat);
    checkClose(without.output, with.output);
    CHECK(without.attention.fullyMaskedRows == attention::Indices{queries / 3});
    CHECK(with.attention.fullyMaskedRows == attention::Indices{queries / 3});
    CHECK(without.attention.scores.size() == 0);
    CHECK(without.attention.scaled.size() == 0);
    CHECK(without.attention.masked.size() == 0);
    CHECK(without.attention.weights.size() == 0);
  }
}

TEST_CASE("multi-head: a fully masked row is 0 in every head and in the output, also without the weights") {
  Sampler sampler(86);
  const Matrix x = sampler.matrix(4, 6);
  MultiHeadOptions options;
  options.attention.attnMask = attention::additive(attention::paddingMask(4, {false, false, false, false}));
  for (const bool needWeights : {true, false}) {
    options.needWeights = needWeights;
    const MultiHeadTrace trace = attend(x, x, x, 3, options);
    CHECK(trace.attention.fullyMaskedRows == attention::Indices{0, 1, 2, 3});
    CHECK(xt::all(xt::equal(trace.attention.weights, 0.0f)));
    CHECK(xt::all(xt::equal(trace.output, 0.0f)));
  }
}

TEST_CASE("multi-head: after a fully masked row, W_O leaves only its bias") {
  Sampler sampler(87);
  const Matrix x = sampler.matrix(3, 4);
  const Parameters parameters = randomParameters(sampler, 4);
  MultiHeadOptions options;
  options.parameters = &parameters;
  options.attention.attnMask = attention::additive(attention::BooleanMask{{1, 1, 1}, {0, 0, 0}, {1, 0, 1}});
  const MultiHeadTrace trace = attend(x, x, x, 2, options);
  CHECK(trace.attention.fullyMaskedRows == attention::Indices{1});
  CHECK(xt::all(xt::equal(xt::view(trace.concat, 1), 0.0f)));
  CHECK(xt::view(trace.output, 1) == *parameters.bo);
}

TEST_CASE("multi-head: with prepared parameters every sentence comes out the same, to the bit, whatever was asked before") {
  Sampler sampler(88);
  for (const std::size_t heads : samples::Sizes{1, 3}) {
    const Parameters parameters = randomParameters(sampler, 6);
    const auto prepared = attention::PreparedParameters::from(parameters);
    REQUIRE(prepared);
    Matrix x = sampler.matrix(9, 6);
    for (int round = 0; round < 30; ++round) {
      CAPTURE(heads, round);
      const std::size_t tokens = sampler.between(1, 12);  // as in typing: a row changes, rows come and go at the end
      Matrix next = sampler.matrix(tokens, 6);
      for (std::size_t l = 0; l < std::min(tokens, x.shape(0)); ++l) {
        if (sampler.below(4) != 0) xt::view(next, l) = xt::view(x, l);
      }
      x = next;
      const Matrix other = sampler.matrix(sampler.between(1, 5), 6);
      const Matrix& key = sampler.below(4) == 0 ? other : x;
      MultiHeadOptions options;
      options.parameters = &parameters;
      const MultiHeadTrace expected = attend(x, key, key, heads, options);
      options.parameters = &*prepared;
      const MultiHeadTrace trace = attend(x, key, key, heads, options);
      CHECK(trace.q == expected.q);
      CHECK(trace.k == expected.k);
      CHECK(trace.v == expected.v);
      CHECK(trace.output == expected.output);
    }
  }
}
