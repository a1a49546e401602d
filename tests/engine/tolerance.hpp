// agreement.hpp as Catch2 assertions, and what the tests of errors and rows have in common.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "agreement.hpp"
#include "tensor/expected.hpp"
#include "tensor/tensor.hpp"

// Within 1e-6, relative or absolute.
void checkClose(const agreement::Numbers& actual, const agreement::Numbers& expected);

// Within 1e-6 of the magnitude, element by element.
void checkClose(const agreement::Numbers& actual, const agreement::Numbers& expected,
                const agreement::Numbers& magnitude);

// The weights (H, L, S) of every row sum to 1, or to 0 in the rows listed.
void checkRowSums(const attention::Heads& weights, const attention::Indices& fullyMaskedRows = {});

// The result is this error, and its message says all of these.
template <class Result>
void checkError(const Result& result, attention::ErrorCode code, const std::vector<std::string>& parts) {
  REQUIRE_FALSE(result);
  CHECK(result.error().code == code);
  for (const std::string& part : parts) CHECK_THAT(result.error().message, Catch::Matchers::ContainsSubstring(part));
}
