#include "transformer/token_vectors.hpp"

#include <catch2/catch_test_macros.hpp>

#include <sstream>
#include <string>
#include <vector>

#include <xtensor/xview.hpp>

#include "golden.hpp"
#include "samples.hpp"
#include "tolerance.hpp"

using attention::ErrorCode;
using attention::Matrix;
using attention::TokenVectorOptions;

namespace {

Matrix vectors(const std::vector<std::string>& tokens, const TokenVectorOptions& options) {
  const auto x = attention::tokenVectors(tokens, options);
  REQUIRE(x);
  return *x;
}

std::vector<std::string> goldenTokens() {
  const xt::xarray<std::uint8_t> bytes = golden::load<std::uint8_t>("token_vectors/tokens");
  std::istringstream lines(std::string(bytes.begin(), bytes.end()));
  std::vector<std::string> tokens;
  for (std::string token; std::getline(lines, token);) tokens.push_back(token);
  return tokens;
}

}  // namespace

TEST_CASE("token vectors: golden, two seeds, with and without positions") {
  const std::vector<std::string> tokens = goldenTokens();
  checkClose(vectors(tokens, {7, 7, false}), golden::matrix("token_vectors/vectors_seed_7"));
  checkClose(vectors(tokens, {7, 2023, false}), golden::matrix("token_vectors/vectors_seed_2023"));
  checkClose(vectors(tokens, {7, 7, true}), golden::matrix("token_vectors/with_positions"));
}

TEST_CASE("token vectors: sinusoidal positions, golden and for odd and even widths") {
  checkClose(attention::sinusoidalPositions(8, 7), golden::matrix("token_vectors/positions"));
  for (const std::size_t width : samples::Sizes{1, 2, 3, 64, 127}) {
    CAPTURE(width);
    checkClose(attention::sinusoidalPositions(63, width), oracle::positions(63, width));
  }
  checkClose(attention::sinusoidalPositions(4096, 4), oracle::positions(4096, 4));
  CHECK(attention::sinusoidalPositions(1, 4) == Matrix{{0, 1, 0, 1}});
}

TEST_CASE("token vectors: the same word gets the same vector wherever it stands") {
  const Matrix x = vectors({"apple", "an", "apple"}, {16, 7, false});
  CHECK(xt::view(x, 0) == xt::view(x, 2));
  CHECK(xt::view(x, 0) != xt::view(x, 1));
  CHECK(xt::view(vectors({"an", "apple"}, {16, 7, false}), 1) == xt::view(x, 0));
  CHECK(xt::view(vectors({"apple"}, {16, 8, false}), 0) != xt::view(x, 0));
  const Matrix moved = vectors({"apple", "apple"}, {16, 7, true});
  CHECK(xt::view(moved, 0) != xt::view(moved, 1));
}

TEST_CASE("token vectors: a wider model keeps the first numbers, an empty token is a token") {
  const Matrix narrow = vectors({"apple", ""}, {6, 7, false});
  const Matrix wide = vectors({"apple", ""}, {9, 7, false});
  CHECK(Matrix(xt::view(wide, xt::all(), xt::range(0, 6))) == narrow);
}

TEST_CASE("token vectors: no token and no width are errors") {
  checkError(attention::tokenVectors({}, {}), ErrorCode::InvalidSize, {"tokens", "0", "1"});
  checkError(attention::tokenVectors({"a"}, {0, 7, true}), ErrorCode::InvalidSize, {"dModel", "0", "1"});
}

TEST_CASE("token vectors: what is remembered changes nothing, to the bit") {
  attention::TokenMemory memory;
  const std::vector<std::vector<std::string>> sentences = {
      {"I"}, {"I", "ate"}, {"I", "ate", "an", "apple"}, {"ate", "I", "I"}, {"she", "ate", "an", "apple", "and", "I", "an"},
      std::vector<std::string>(300, "apple"), {"I", "ate"}, std::vector<std::string>(3000, "too many to be remembered"), {"ate"}};
  for (const auto& sentence : sentences) {
    for (const TokenVectorOptions& options : {TokenVectorOptions{8, 7, true}, TokenVectorOptions{8, 7, false},
                                              TokenVectorOptions{8, 9, true}, TokenVectorOptions{5, 9, true}}) {
      const auto x = attention::tokenVectors(sentence, options, &memory);
      REQUIRE(x);
      CHECK(*x == vectors(sentence, options));
    }
  }
}

TEST_CASE("token vectors: a word of the sentence before is found wherever it was") {
  attention::TokenMemory memory;
  const Matrix rows = {{1, 2}, {3, 4}, {5, 6}};
  const std::vector<std::uint64_t> keys = {10, 20, 30};
  CHECK(memory.find(10, 0, 2) == nullptr);
  memory.remember(keys, rows);
  for (std::size_t index = 0; index < 5; ++index) {
    const float* found = memory.find(20, index, 2);
    REQUIRE(found != nullptr);
    CHECK(found[0] == 3);
    CHECK(found[1] == 4);
  }
  CHECK(memory.find(40, 0, 2) == nullptr);
  CHECK(memory.find(10, 0, 3) == nullptr);
}
