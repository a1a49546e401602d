#include "attention/mask.hpp"

#include <catch2/catch_test_macros.hpp>

#include <limits>
#include <optional>
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

}  // namespace

TEST_CASE("mask: causal, also where there are more queries or more keys") {
  for (const char* name : {"mask_causal", "mask_causal_wide", "mask_causal_tall"}) {
    CAPTURE(name);
    const BooleanMask expected = golden::mask(std::string(name) + "/mask");
    CHECK(attention::causalMask(expected.shape(0), expected.shape(1)) == expected);
  }
  CHECK(attention::causalMask(1, 1) == BooleanMask{{1}});
  CHECK(attention::causalMask(2, 3) == BooleanMask{{1, 0, 0}, {1, 1, 0}});
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
  CHECK_FALSE(attention::combinedMask({}, false, 4, 6).has_value());
  const std::optional<Matrix> alone = attention::combinedMask(own, false, 4, 6);
  REQUIRE(alone.has_value());
  CHECK(*alone == own);
  const std::optional<Matrix> causal = attention::combinedMask({}, true, 4, 6);
  REQUIRE(causal.has_value());
  CHECK(*causal == oracle::causal(4, 6));
  const std::optional<Matrix> both = attention::combinedMask(own, true, 4, 6);
  REQUIRE(both.has_value());
  CHECK(*both == Matrix(own + oracle::causal(4, 6)));
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
