#include "attention/scaled_dot_product.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <xtensor/xview.hpp>

#include "attention/mask.hpp"
#include "attention/projection.hpp"
#include "golden.hpp"
#include "samples.hpp"
#include "tolerance.hpp"

using attention::AttentionOptions;
using attention::AttentionTrace;
using attention::Heads;
using attention::Matrix;
using samples::Sampler;

namespace {

AttentionTrace attend(const Matrix& query, const Matrix& key, const Matrix& value, const AttentionOptions& how = {}) {
  auto trace = attention::scaledDotProductAttention(query, key, value, how);
  REQUIRE(trace);
  return *trace;
}

void checkTrace(const AttentionTrace& trace, const oracle::Trace& expected) {
  checkClose(trace.scores, expected.scores);
  checkClose(trace.scaled, expected.scaled);
  checkClose(trace.masked, expected.masked);
  checkClose(trace.weights, expected.weights);
  checkClose(trace.heads, expected.heads);
}

AttentionTrace attendGolden(const std::string& name, const AttentionOptions& how) {
  return attend(golden::input(name + "/query"), golden::input(name + "/key"), golden::input(name + "/value"), how);
}

// The rows of a matrix in another order.
Matrix reordered(const Matrix& matrix, const std::vector<std::size_t>& order) {
  return xt::view(matrix, xt::keep(order));
}

std::vector<std::size_t> permutation(Sampler& sampler, std::size_t size) {
  std::vector<std::size_t> order(size);
  for (std::size_t i = 0; i < size; ++i) order[i] = i;
  for (std::size_t i = size; i > 1; --i) std::swap(order[i - 1], order[sampler.below(i)]);
  return order;
}

}  // namespace

TEST_CASE("scaled dot product: golden self-attention") {
  const Matrix x = golden::input("self/x");
  const AttentionTrace trace = attend(x, x, x);
  checkClose(trace.scores, golden::heads("self/scores"));
  checkClose(trace.scaled, golden::heads("self/scaled"));
  checkClose(trace.masked, golden::heads("self/masked"));
  checkClose(trace.weights, golden::heads("self/weights"));
  checkClose(trace.heads, golden::heads("self/output"));
  CHECK(trace.fullyMaskedRows.empty());
}

TEST_CASE("scaled dot product: golden cross-attention and an explicit scale") {
  for (const std::string name : {"cross", "scale"}) {
    CAPTURE(name);
    AttentionOptions how;
    if (name == "scale") how.scale = golden::inputVector("scale/scale")(0);
    const AttentionTrace trace = attendGolden(name, how);
    checkClose(trace.scores, golden::heads(name + "/scores"));
    checkClose(trace.scaled, golden::heads(name + "/scaled"));
    checkClose(trace.weights, golden::heads(name + "/weights"));
    checkClose(trace.heads, golden::heads(name + "/output"));
  }
}

TEST_CASE("scaled dot product: every golden mask") {
  for (const std::string name : {"mask_causal", "mask_causal_wide", "mask_causal_tall", "mask_padding", "mask_window",
                                 "mask_boolean", "mask_additive", "mask_fully_masked_row"}) {
    CAPTURE(name);
    AttentionOptions how;
    if (name == "mask_additive") {
      how.attnMask = golden::input(name + "/mask");
    } else {
      how.attnMask = attention::additive(golden::mask(name + "/mask"));
    }
    const AttentionTrace trace = attendGolden(name, how);
    checkClose(trace.masked, golden::heads(name + "/masked"));
    checkClose(trace.weights, golden::heads(name + "/weights"));
    checkClose(trace.heads, golden::heads(name + "/output"));
  }
}

TEST_CASE("scaled dot product: isCausal is the causal mask, whatever L and S are") {
  for (const std::string name : {"mask_causal", "mask_causal_wide", "mask_causal_tall"}) {
    CAPTURE(name);
    AttentionOptions how;
    how.isCausal = true;
    const AttentionTrace trace = attendGolden(name, how);
    checkClose(trace.weights, golden::heads(name + "/weights"));
    checkClose(trace.heads, golden::heads(name + "/output"));
    for (std::size_t l = 0; l < trace.weights.shape(1); ++l) {
      for (std::size_t s = l + 1; s < trace.weights.shape(2); ++s) CHECK(trace.weights(0, l, s) == 0);
    }
  }
}

TEST_CASE("scaled dot product: a fully masked row gives weights and an output of 0, and is listed") {
  const std::string name = "mask_fully_masked_row";
  AttentionOptions how;
  how.attnMask = attention::additive(golden::mask(name + "/mask"));
  const AttentionTrace trace = attendGolden(name, how);
  const xt::xarray<std::uint8_t> expected = golden::load<std::uint8_t>(name + "/fully_masked_rows");
  CHECK(trace.fullyMaskedRows == attention::Indices(expected.begin(), expected.end()));
  for (const std::size_t l : trace.fullyMaskedRows) {
    CHECK(xt::all(xt::equal(xt::view(trace.weights, 0, l), 0.0f)));
    CHECK(xt::all(xt::equal(xt::view(trace.heads, 0, l), 0.0f)));
  }
  checkRowSums(trace.weights, trace.fullyMaskedRows);
}

TEST_CASE("scaled dot product: agrees with the oracle for every odd shape and mask") {
  Sampler sampler(71);
  for (const std::size_t queries : samples::kOddSizes) {
    for (const std::size_t keys : samples::kOddSizes) {
      for (const std::size_t width : samples::Sizes{1, 7, 32}) {
        const bool isCausal = sampler.below(2) == 0;
        const bool isMasked = sampler.below(2) == 0;
        CAPTURE(queries, keys, width, isCausal, isMasked);
        const Matrix query = sampler.matrix(queries, width, 0.5f);
        const Matrix key = sampler.matrix(keys, width, 0.5f);
        const Matrix value = sampler.matrix(keys, width + 2);
        AttentionOptions how;
        how.isCausal = isCausal;
        std::optional<oracle::Matrix> mask;
        if (isCausal) mask = oracle::causal(queries, keys);
        if (isMasked) {
          how.attnMask = attention::additive(sampler.mask(queries, keys));
          mask = isCausal ? oracle::Matrix(*mask + *how.attnMask) : oracle::Matrix(*how.attnMask);
        }
        const AttentionTrace trace = attend(query, key, value, how);
        checkTrace(trace, oracle::scaledDotProduct(query, key, value, mask));
        checkRowSums(trace.weights, trace.fullyMaskedRows);
      }
    }
  }
}

TEST_CASE("scaled dot product: the scale") {
  Sampler sampler(72);
  const Matrix query = sampler.matrix(4, 9);
  const Matrix key = sampler.matrix(6, 9);
  const Matrix value = sampler.matrix(6, 2);
  const Matrix byDefault = xt::view(attend(query, key, value).weights, 0);
  for (const float scale : {0.0f, 1.0f, -2.0f, 1 / 3.0f}) {
    AttentionOptions how;
    how.scale = scale;
    const AttentionTrace trace = attend(query, key, value, how);
    checkTrace(trace, oracle::scaledDotProduct(query, key, value, {}, scale));
  }
  const oracle::Trace expected = oracle::scaledDotProduct(query, key, value, {}, 1 / 3.0);
  checkClose(byDefault, xt::view(expected.weights, 0));
}

TEST_CASE("scaled dot product: permuting keys and values together changes nothing") {
  Sampler sampler(73);
  for (int round = 0; round < 20; ++round) {
    const std::size_t keys = sampler.between(1, 40);
    const Matrix query = sampler.matrix(sampler.between(1, 10), 5, 2);
    const Matrix key = sampler.matrix(keys, 5, 2);
    const Matrix value = sampler.matrix(keys, 3);
    const std::vector<std::size_t> order = permutation(sampler, keys);
    const Heads expected = attend(query, key, value).heads;
    checkClose(attend(query, reordered(key, order), reordered(value, order)).heads, expected);
  }
}

TEST_CASE("scaled dot product: permuting queries permutes rows") {
  Sampler sampler(74);
  for (int round = 0; round < 20; ++round) {
    const std::size_t queries = sampler.between(1, 40);
    const Matrix query = sampler.matrix(queries, 5, 2);
    const Matrix key = sampler.matrix(7, 5, 2);
    const Matrix value = sampler.matrix(7, 3);
    const std::vector<std::size_t> order = permutation(sampler, queries);
    const AttentionTrace trace = attend(query, key, value);
    const AttentionTrace permuted = attend(reordered(query, order), key, value);
    checkClose(permuted.heads, xt::view(trace.heads, xt::all(), xt::keep(order)));
    checkClose(permuted.weights, xt::view(trace.weights, xt::all(), xt::keep(order)));
  }
}

TEST_CASE("scaled dot product: adding a constant to a row of scores changes nothing") {
  Sampler sampler(75);
  for (int round = 0; round < 20; ++round) {
    const Matrix query = sampler.matrix(6, 4);
    const Matrix key = sampler.matrix(9, 4);
    const Matrix value = sampler.matrix(9, 3);
    AttentionOptions how;
    how.attnMask = Matrix({6, 9});
    for (std::size_t l = 0; l < 6; ++l) xt::view(*how.attnMask, l) = 4 * sampler.signedUnit();
    checkClose(attend(query, key, value, how).weights, attend(query, key, value).weights);
  }
}

TEST_CASE("scaled dot product: one key gets all the attention, 4,096 keys share it") {
  Sampler sampler(76);
  const Matrix query = sampler.matrix(3, 8);
  const Matrix value = sampler.matrix(1, 5);
  const AttentionTrace one = attend(query, sampler.matrix(1, 8), value);
  for (std::size_t l = 0; l < 3; ++l) CHECK(xt::view(one.heads, 0, l) == xt::view(value, 0));

  const Matrix manyKeys = sampler.matrix(4096, 8);
  const Matrix manyValues = sampler.matrix(4096, 5);
  const AttentionTrace many = attend(query, manyKeys, manyValues);
  checkRowSums(many.weights);
  checkTrace(many, oracle::scaledDotProduct(query, manyKeys, manyValues));
}

TEST_CASE("scaled dot product: scores of 1e30 are finite weights") {
  const Matrix query = {{1e15f}, {-1e15f}};
  const Matrix key = {{1e15f}, {-1e15f}, {0}};
  const Matrix value = {{1, 2}, {3, 4}, {5, 6}};
  const AttentionTrace trace = attend(query, key, value);
  CHECK(trace.weights == Heads{{{1, 0, 0}, {0, 1, 0}}});
  CHECK(trace.heads == Heads{{{1, 2}, {3, 4}}});
}
