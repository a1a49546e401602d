#include "attention/mask.hpp"

#include <catch2/catch_test_macros.hpp>

#include <limits>
#include <vector>

#include "golden.hpp"
#include "samples.hpp"
#include "tolerance.hpp"

using attention::BooleanMask;
using attention::ErrorCode;
using attention::Matrix;
using samples::Sampler;

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

// What the mask adds to scores of 0.
Matrix inForce(const attention::Mask& mask, std::size_t queries, std::size_t keys) {
  Matrix scores = xt::zeros<float>({queries, keys});
  for (std::size_t l = 0; l < queries; ++l) attention::addMask(mask, l, 0, keys, &scores(l, 0));
  return scores;
}

}  // namespace

TEST_CASE("mask: causal, also where there are more queries or more keys") {
  for (const char* name : {"mask_causal", "mask_causal_wide", "mask_causal_tall"}) {
    CAPTURE(name);
    const BooleanMask expected = golden::mask(std::string(name) + "/mask");
    CHECK(inForce({nullptr, true}, expected.shape(0), expected.shape(1)) == attention::additive(expected));
  }
  CHECK(inForce({nullptr, true}, 2, 3) == Matrix{{0, -kInfinity, -kInfinity}, {0, 0, -kInfinity}});
}

TEST_CASE("mask: sliding window") {
  const std::size_t window = golden::load<std::uint8_t>("mask_window/window")(0);
  CHECK(attention::slidingWindowMask(5, 7, window) == golden::mask("mask_window/mask"));
  CHECK(attention::slidingWindowMask(3, 3, 0) == BooleanMask{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
  CHECK(attention::slidingWindowMask(4, 2, 1) == BooleanMask{{1, 1}, {1, 1}, {0, 1}, {0, 0}});
  CHECK(attention::slidingWindowMask(2, 2, std::numeric_limits<std::size_t>::max()) == BooleanMask{{1, 1}, {1, 1}});
}

TEST_CASE("mask: padding hides the same keys from every query") {
  std::vector<bool> keep;
  for (const std::uint8_t may : golden::load<std::uint8_t>("mask_padding/keep")) keep.push_back(may == 1);
  CHECK(attention::paddingMask(5, keep) == golden::mask("mask_padding/mask"));
  CHECK(attention::paddingMask(2, {false, true, false}) == BooleanMask{{0, 1, 0}, {0, 1, 0}});
}

TEST_CASE("mask: additive is 0 where the query may attend and -Infinity elsewhere") {
  CHECK(attention::additive(BooleanMask{{1, 0, 1}}) == Matrix{{0, -kInfinity, 0}});
  CHECK(attention::additive(BooleanMask{{255}, {0}}) == Matrix{{0}, {-kInfinity}});
}

TEST_CASE("mask: the mask in force is attnMask plus the causal one") {
  Sampler sampler(21);
  const Matrix own = sampler.matrix(4, 6);
  CHECK(inForce({}, 4, 6) == Matrix(xt::zeros<float>({4, 6})));
  CHECK(inForce({&own, false}, 4, 6) == own);
  CHECK(inForce({&own, true}, 4, 6) == Matrix(own + oracle::causal(4, 6)));
}

TEST_CASE("mask: part of a row gets its part of the mask") {
  Sampler sampler(22);
  const Matrix own = sampler.matrix(5, 40);
  const Matrix whole = own + oracle::causal(5, 40);
  for (const std::size_t first : samples::Sizes{0, 1, 3, 4, 5, 17}) {
    for (const std::size_t count : samples::Sizes{1, 2, 7, 23}) {
      std::vector<float> part(count, 0.0f);
      attention::addMask({&own, true}, 3, first, count, part.data());
      for (std::size_t i = 0; i < count; ++i) CHECK(part[i] == whole(3, first + i));
    }
  }
}

TEST_CASE("mask: a mask that does not fit is refused with both numbers") {
  const Matrix zeros = xt::zeros<float>({3, 4});
  CHECK_FALSE(attention::checkMask(zeros, 3, 4).has_value());
  const auto rows = attention::checkMask(zeros, 5, 4);
  REQUIRE(rows);
  CHECK(rows->code == ErrorCode::ShapeMismatch);
  CHECK(rows->message == "attnMask has 3 rows, query has 5");
  const auto columns = attention::checkMask(zeros, 3, 2);
  REQUIRE(columns);
  CHECK(columns->code == ErrorCode::ShapeMismatch);
  CHECK(columns->message == "attnMask has 4 columns, key has 2 rows");
}

TEST_CASE("mask: -Infinity is allowed, Infinity and NaN are not") {
  Matrix mask = xt::zeros<float>({3, 4});
  mask(1, 2) = -kInfinity;
  CHECK_FALSE(attention::checkMask(mask, 3, 4).has_value());
  for (const float bad : {kInfinity, std::numeric_limits<float>::quiet_NaN()}) {
    mask(2, 1) = bad;
    const auto error = attention::checkMask(mask, 3, 4);
    REQUIRE(error);
    CHECK(error->code == ErrorCode::NotFinite);
    CHECK_THAT(error->message, Catch::Matchers::ContainsSubstring("attnMask") &&
                                   Catch::Matchers::ContainsSubstring(bad > 0 ? "Infinity" : "NaN") &&
                                   Catch::Matchers::ContainsSubstring("row 2, column 1"));
  }
}
