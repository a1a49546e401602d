#include "attention/streaming.hpp"

#include <catch2/catch_test_macros.hpp>

#include <limits>
#include <optional>

#include <xtensor/xview.hpp>

#include "samples.hpp"
#include "tolerance.hpp"

using attention::AttentionTrace;
using attention::attend;
using attention::Heads;
using attention::Keep;
using attention::Mask;
using attention::Matrix;
using samples::Sampler;

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

struct Inputs {
  Heads q, k, v;
};

Inputs inputs(Sampler& sampler, std::size_t queries, std::size_t keys, float range = 1) {
  return {sampler.heads(3, queries, 5, range), sampler.heads(3, keys, 5), sampler.heads(3, keys, 4)};
}

AttentionTrace attended(const Inputs& in, const Mask& mask, Keep keep) {
  auto trace = attend(in.q, in.k, in.v, mask, 0.5f, keep);
  REQUIRE(trace);
  return *trace;
}

void checkSame(const Inputs& in, const Mask& mask) {
  const AttentionTrace whole = attended(in, mask, Keep::Everything);
  const AttentionTrace weights = attended(in, mask, Keep::Weights);
  const AttentionTrace nothing = attended(in, mask, Keep::Nothing);
  checkClose(weights.weights, whole.weights);
  checkClose(weights.heads, whole.heads);
  checkClose(nothing.heads, whole.heads);
  CHECK(weights.fullyMaskedRows == whole.fullyMaskedRows);
  CHECK(nothing.fullyMaskedRows == whole.fullyMaskedRows);
  CHECK(weights.scores.size() + weights.scaled.size() + weights.masked.size() == 0);
  CHECK(nothing.scores.size() + nothing.scaled.size() + nothing.masked.size() + nothing.weights.size() == 0);
}

}  // namespace

TEST_CASE("streaming: what is kept changes nothing else, around the blocks of 30 queries and 256 keys") {
  Sampler sampler(91);
  for (const std::size_t queries : samples::Sizes{1, 2, 29, 30, 31, 130}) {
    for (const std::size_t keys : samples::Sizes{1, 7, 255, 256, 257, 513}) {
      CAPTURE(queries, keys);
      const Inputs in = inputs(sampler, queries, keys);
      attention::BooleanMask may = sampler.mask(queries, keys);
      xt::view(may, queries / 2) = 0;
      xt::view(may, queries - 1) = 0;
      const Matrix own = attention::additive(may);
      for (const bool isCausal : {false, true}) {
        checkSame(in, {nullptr, isCausal});
        checkSame(in, {&own, isCausal});
      }
    }
  }
}

TEST_CASE("streaming: the largest score may come first, last or in the middle, and be far above the rest") {
  Sampler sampler(92);
  for (const std::size_t where : samples::Sizes{0, 300, 599}) {
    for (const float range : {0.01f, 1.0f, 40.0f, 1e4f}) {
      CAPTURE(where, range);
      Inputs in = inputs(sampler, 3, 600, range);
      xt::view(in.k, xt::all(), where) *= 10;
      checkSame(in, {});
    }
  }
}

TEST_CASE("streaming: keys that may not be seen come before and after those that may") {
  Sampler sampler(93);
  const Inputs in = inputs(sampler, 4, 800);
  for (const std::size_t first : samples::Sizes{0, 255, 256, 700}) {
    Matrix own({4, 800});
    own.fill(-kInfinity);
    xt::view(own, xt::all(), xt::range(first, first + 90)) = 0;
    checkSame(in, {&own, false});
  }
}

TEST_CASE("streaming: an average stays within the range of float32 where a sum would not") {
  Sampler sampler(94);
  Inputs in = inputs(sampler, 2, 600);
  in.v.fill(3e38f);
  checkSame(in, {});
}

TEST_CASE("streaming: scores and masks that leave the range of float32 are refused, whatever is kept") {
  Sampler sampler(95);
  Inputs in = inputs(sampler, 70, 300);
  Matrix own = xt::zeros<float>({70, 300});
  own(69, 299) = std::numeric_limits<float>::max();
  Inputs huge = in;
  huge.q(2, 69, 0) = 3e38f;
  huge.k(2, 299, 0) = 3e38f;
  xt::view(in.q, xt::all(), 69) = 1e19f / 4;
  xt::view(in.k, xt::all(), 299) = 1e19f;
  for (const Keep keep : {Keep::Everything, Keep::Weights, Keep::Nothing}) {
    checkError(attend(huge.q, huge.k, huge.v, {}, 0.5f, keep), attention::ErrorCode::NotFinite, {"scores"});
    checkError(attend(in.q, in.k, in.v, {&own, false}, 0.5f, keep), attention::ErrorCode::NotFinite, {"attnMask"});
  }
}
