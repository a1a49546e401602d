#include "tensor/check.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "tolerance.hpp"

using attention::Check;
using attention::Error;
using attention::ErrorCode;
using attention::Expected;
using attention::Matrix;
using attention::Vector;

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

void checkNotFinite(const Check& error, const std::string& start) {
  REQUIRE(error);
  CHECK(error->code == ErrorCode::NotFinite);
  CHECK_THAT(error->message, Catch::Matchers::StartsWith(start));
}

}  // namespace

TEST_CASE("check: equal numbers pass, others are both named") {
  CHECK_FALSE(attention::checkEqual("key", 4, "columns", "query", 4).has_value());
  const Check error = attention::checkEqual("key", 5, "columns", "query", 4);
  REQUIRE(error);
  CHECK(error->code == ErrorCode::ShapeMismatch);
  CHECK(error->message == "key has 5 columns, query has 4");
  CHECK(attention::checkEqual("wq", 3, "rows", "query", 4, "columns")->message == "wq has 3 rows, query has 4 columns");
}

TEST_CASE("check: an empty matrix is refused with its shape") {
  CHECK_FALSE(attention::checkNotEmpty("query", Matrix({1, 1})).has_value());
  for (const Matrix& empty : {Matrix({0, 4}), Matrix({3, 0}), Matrix({0, 0})}) {
    const Check error = attention::checkNotEmpty("query", empty);
    REQUIRE(error);
    CHECK(error->code == ErrorCode::InvalidSize);
    CHECK_THAT(error->message,
               Catch::Matchers::StartsWith("query") &&
                   Catch::Matchers::ContainsSubstring("(" + std::to_string(empty.shape(0)) + ", " +
                                                      std::to_string(empty.shape(1)) + ")"));
  }
}

TEST_CASE("check: the first number that is not finite is named with its place") {
  Matrix matrix = xt::zeros<float>({3, 4});
  CHECK_FALSE(attention::checkFinite("key", matrix).has_value());
  matrix(2, 3) = kInfinity;
  checkNotFinite(attention::checkFinite("key", matrix), "key is Infinity at row 2, column 3");
  matrix(1, 0) = -kInfinity;
  checkNotFinite(attention::checkFinite("key", matrix), "key is -Infinity at row 1, column 0");
  matrix(0, 2) = kNaN;
  checkNotFinite(attention::checkFinite("key", matrix), "key is NaN at row 0, column 2");

  CHECK_FALSE(attention::checkFinite("bq", Vector{1, 2}).has_value());
  checkNotFinite(attention::checkFinite("bq", Vector{1, kNaN}), "bq is NaN at 1");
  CHECK_FALSE(attention::checkFinite("scale", std::numeric_limits<float>::max()).has_value());
  checkNotFinite(attention::checkFinite("scale", -kInfinity), "scale is -Infinity");
}

TEST_CASE("check: computed values that left float32's range") {
  const float values[] = {1, std::numeric_limits<float>::lowest(), kInfinity};
  CHECK_FALSE(attention::checkComputedFinite("scores", values, 2).has_value());
  checkNotFinite(attention::checkComputedFinite("scores", values, 3), "scores");
}

TEST_CASE("check: sentences are text and whole numbers") {
  CHECK(attention::sentence({}) == "");
  CHECK(attention::sentence({"L is ", 0u, std::string_view(", S is "), 10u}) == "L is 0, S is 10");
  CHECK(attention::sentence({"", UINT64_MAX}) == "18446744073709551615");
}

TEST_CASE("check: Expected holds a value or an error") {
  const Expected<int> value = 3;
  REQUIRE(value);
  CHECK(*value == 3);
  const Expected<int> error = Error{ErrorCode::TooLarge, "no"};
  REQUIRE_FALSE(error);
  CHECK(error.error().message == "no");
}
