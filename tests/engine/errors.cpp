// Bad arguments of the public functions: an error that names the argument and both numbers, and nothing else happens.
#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "attention/mask.hpp"
#include "attention/multi_head.hpp"
#include "attention/variants/article.hpp"
#include "samples.hpp"
#include "tolerance.hpp"

using attention::articleMultiHeadAttention;
using attention::articleSelfAttention;
using attention::AttentionOptions;
using attention::ErrorCode;
using attention::Matrix;
using attention::multiHeadAttention;
using attention::MultiHeadOptions;
using attention::Parameters;
using attention::scaledDotProductAttention;
using samples::Sampler;

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

Matrix zeros(std::size_t rows, std::size_t columns) { return xt::zeros<float>({rows, columns}); }

Matrix with(float value, std::size_t row, std::size_t column) {
  Matrix matrix = zeros(3, 4);
  matrix(row, column) = value;
  return matrix;
}

Matrix filled(std::size_t rows, std::size_t columns, float value) {
  Matrix matrix({rows, columns});
  matrix.fill(value);
  return matrix;
}

}  // namespace

TEST_CASE("errors: scaled dot product, shapes") {
  const Matrix x = zeros(3, 4);
  checkError(scaledDotProductAttention(x, zeros(3, 5), x), ErrorCode::ShapeMismatch,
             {"key has 5 columns, query has 4"});
  checkError(scaledDotProductAttention(x, zeros(2, 4), x), ErrorCode::ShapeMismatch, {"value has 3 rows, key has 2"});
  checkError(scaledDotProductAttention(zeros(0, 4), x, x), ErrorCode::InvalidSize, {"query", "(0, 4)"});
  checkError(scaledDotProductAttention(x, zeros(0, 4), x), ErrorCode::InvalidSize, {"key", "(0, 4)"});
  checkError(scaledDotProductAttention(x, x, zeros(3, 0)), ErrorCode::InvalidSize, {"value", "(3, 0)"});
}

TEST_CASE("errors: scaled dot product, numbers that are not finite") {
  const Matrix x = zeros(3, 4);
  checkError(scaledDotProductAttention(with(kNaN, 1, 2), x, x), ErrorCode::NotFinite,
             {"query is NaN at row 1, column 2"});
  checkError(scaledDotProductAttention(x, with(kInfinity, 2, 0), x), ErrorCode::NotFinite,
             {"key is Infinity at row 2, column 0"});
  checkError(scaledDotProductAttention(x, x, with(-kInfinity, 0, 3)), ErrorCode::NotFinite, {"value is -Infinity"});
  for (const float bad : {kNaN, kInfinity, -kInfinity}) {
    AttentionOptions how;
    how.scale = bad;
    checkError(scaledDotProductAttention(x, x, x, how), ErrorCode::NotFinite, {"scale"});
  }
}

TEST_CASE("errors: the mask") {
  const Matrix x = zeros(3, 4);
  for (const bool isCausal : {false, true}) {
    AttentionOptions how;
    how.isCausal = isCausal;
    how.attnMask = zeros(4, 3);
    checkError(scaledDotProductAttention(x, x, x, how), ErrorCode::ShapeMismatch, {"attnMask has 4 rows, query has 3"});
    how.attnMask = zeros(3, 5);
    checkError(scaledDotProductAttention(x, x, x, how), ErrorCode::ShapeMismatch, {"attnMask", "5", "key", "3"});
    for (const float bad : {kNaN, kInfinity}) {
      how.attnMask = filled(3, 3, bad);
      checkError(scaledDotProductAttention(x, x, x, how), ErrorCode::NotFinite, {"attnMask", "row 0, column 0"});
      MultiHeadOptions options;
      options.attention = how;
      checkError(multiHeadAttention(x, x, x, 2, options), ErrorCode::NotFinite, {"attnMask", "row 0, column 0"});
    }
  }
}

TEST_CASE("errors: multi-head, shapes and heads") {
  const Matrix x = zeros(3, 4);
  checkError(multiHeadAttention(x, zeros(3, 5), x, 2), ErrorCode::ShapeMismatch, {"key has 5 columns, query has 4"});
  checkError(multiHeadAttention(x, x, zeros(3, 6), 2), ErrorCode::ShapeMismatch, {"value has 6 columns, query has 4"});
  checkError(multiHeadAttention(x, zeros(2, 4), x, 2), ErrorCode::ShapeMismatch, {"value has 3 rows, key has 2"});
  checkError(multiHeadAttention(zeros(3, 0), x, x, 2), ErrorCode::InvalidSize, {"query", "(3, 0)"});
  checkError(multiHeadAttention(x, zeros(0, 4), x, 2), ErrorCode::InvalidSize, {"key", "(0, 4)"});
  checkError(multiHeadAttention(x, x, zeros(0, 4), 2), ErrorCode::InvalidSize, {"value", "(0, 4)"});
  checkError(multiHeadAttention(x, x, x, 3), ErrorCode::InvalidHeads, {"numHeads", "3", "4"});
  checkError(multiHeadAttention(x, x, x, 0), ErrorCode::InvalidHeads, {"numHeads", "0", "4"});
  checkError(multiHeadAttention(x, x, x, 8), ErrorCode::InvalidHeads, {"numHeads", "8", "4"});
  checkError(multiHeadAttention(with(kNaN, 0, 0), x, x, 2), ErrorCode::NotFinite, {"query is NaN"});
  checkError(multiHeadAttention(x, with(kNaN, 0, 0), x, 2), ErrorCode::NotFinite, {"key is NaN"});
  checkError(multiHeadAttention(x, x, with(kNaN, 0, 0), 2), ErrorCode::NotFinite, {"value is NaN"});
  MultiHeadOptions options;
  options.attention.scale = kNaN;
  checkError(multiHeadAttention(x, x, x, 2, options), ErrorCode::NotFinite, {"scale is NaN"});
}

TEST_CASE("errors: multi-head, every parameter and bias") {
  const Matrix x = zeros(3, 4);
  const auto attendWith = [&](const std::function<void(Parameters&)>& change) {
    Parameters parameters = attention::xavierParameters(4, 7);
    change(parameters);
    MultiHeadOptions options;
    options.parameters = &parameters;
    return multiHeadAttention(x, x, x, 2, options);
  };
  const std::vector<std::pair<std::string, Matrix Parameters::*>> matrices = {
      {"wq", &Parameters::wq}, {"wk", &Parameters::wk}, {"wv", &Parameters::wv}, {"wo", &Parameters::wo}};
  for (const auto& [name, matrix] : matrices) {
    CAPTURE(name);
    checkError(attendWith([&](Parameters& p) { p.*matrix = zeros(3, 4); }), ErrorCode::ShapeMismatch,
               {name + " has 3 rows, query has 4 columns"});
    checkError(attendWith([&](Parameters& p) { p.*matrix = zeros(4, 5); }), ErrorCode::ShapeMismatch,
               {name + " has 5 columns, query has 4"});
    checkError(attendWith([&](Parameters& p) { (p.*matrix)(1, 2) = kNaN; }), ErrorCode::NotFinite,
               {name + " is NaN at row 1, column 2"});
  }
  const std::vector<std::pair<std::string, std::optional<attention::Vector> Parameters::*>> biases = {
      {"bq", &Parameters::bq}, {"bk", &Parameters::bk}, {"bv", &Parameters::bv}, {"bo", &Parameters::bo}};
  for (const auto& [name, bias] : biases) {
    CAPTURE(name);
    checkError(attendWith([&](Parameters& p) { p.*bias = attention::Vector{1, 2, 3}; }), ErrorCode::ShapeMismatch,
               {name + " has 3 elements, w" + name.substr(1) + " has 4 columns"});
    checkError(attendWith([&](Parameters& p) { p.*bias = attention::Vector{kInfinity, 0, 0, 0}; }),
               ErrorCode::NotFinite, {name + " is Infinity at 0"});
  }
}

TEST_CASE("errors: the article's classes") {
  const Matrix x = zeros(3, 4);
  checkError(articleSelfAttention(zeros(0, 4)), ErrorCode::InvalidSize, {"matrix", "(0, 4)"});
  checkError(articleSelfAttention(zeros(3, 0)), ErrorCode::InvalidSize, {"matrix", "(3, 0)"});
  checkError(articleSelfAttention(x, 0), ErrorCode::InvalidSize, {"dModel", "0", "1"});
  checkError(articleSelfAttention(with(kNaN, 2, 1)), ErrorCode::NotFinite, {"matrix is NaN at row 2, column 1"});
  const Matrix w = zeros(4, 5);
  checkError(articleMultiHeadAttention(x, {zeros(3, 5), w, w}), ErrorCode::ShapeMismatch, {"wq has 3 rows", "4"});
  checkError(articleMultiHeadAttention(x, {w, zeros(3, 5), w}), ErrorCode::ShapeMismatch, {"wk has 3 rows", "4"});
  checkError(articleMultiHeadAttention(x, {w, w, zeros(3, 5)}), ErrorCode::ShapeMismatch, {"wv has 3 rows", "4"});
  checkError(articleMultiHeadAttention(x, {w, zeros(4, 6), w}), ErrorCode::ShapeMismatch,
             {"wk has 6 columns, wq has 5"});
  checkError(articleMultiHeadAttention(x, {zeros(4, 0), w, w}), ErrorCode::InvalidSize, {"wq", "(4, 0)"});
  checkError(articleMultiHeadAttention(x, {w, w, filled(4, 5, kNaN)}), ErrorCode::NotFinite, {"wv is NaN"});
  checkError(articleMultiHeadAttention(with(kNaN, 0, 0), {w, w, w}), ErrorCode::NotFinite, {"matrix is NaN"});
  checkError(articleMultiHeadAttention(x, {w, w, w}, 0), ErrorCode::InvalidSize, {"dModel", "0", "1"});
}

TEST_CASE("errors: a trace that would not fit is refused before anything is allocated") {
  CHECK_FALSE(attention::checkTraceSize(1, 8192, 4096).has_value());  // 4 float32 arrays: exactly 512 MiB
  CHECK(attention::checkTraceSize(1, 8192, 4097).has_value());
  CHECK(attention::checkTraceSize(2, 8192, 4096).has_value());
  CHECK(attention::checkTraceSize(1 << 10, 1 << 20, 1 << 20).has_value());  // 0 in the size_t of WebAssembly
  // a trace of 1 TiB: an attempt to allocate it would end the program
  const Matrix x = zeros(std::size_t{1} << 18, 1);
  const std::vector<std::string> parts = {"262144 queries", "262144 keys", "1099511627776", "536870912"};
  checkError(scaledDotProductAttention(x, x, x), ErrorCode::TooLarge, parts);
  checkError(multiHeadAttention(x, x, x, 1), ErrorCode::TooLarge, parts);
  checkError(articleSelfAttention(x), ErrorCode::TooLarge, parts);
  const Matrix w = zeros(1, 1);
  checkError(articleMultiHeadAttention(x, {w, w, w}), ErrorCode::TooLarge, parts);
  MultiHeadOptions options;
  options.needWeights = false;
  // without the trace the size is no matter: this one gets as far as its first scores
  const Matrix big = filled(8193, 1, 1e30f);
  checkError(multiHeadAttention(big, big, big, 1), ErrorCode::TooLarge, {"8193 queries"});
  checkError(multiHeadAttention(big, big, big, 1, options), ErrorCode::NotFinite, {"scores"});
}

TEST_CASE("errors: results that leave float32's range are NotFinite, whichever stage it is") {
  const Matrix big = filled(2, 2, 1e30f);
  const Matrix one = filled(2, 2, 1);
  checkError(scaledDotProductAttention(big, big, one), ErrorCode::NotFinite, {"scores", "float32"});
  checkError(multiHeadAttention(big, big, one, 1), ErrorCode::NotFinite, {"scores", "float32"});
  // below the range too: -Infinity would look like a masked key
  checkError(scaledDotProductAttention(big, filled(2, 2, -1e30f), one), ErrorCode::NotFinite, {"scores", "float32"});
  AttentionOptions how;
  how.scale = 1e30f;
  checkError(scaledDotProductAttention(big, one, one, how), ErrorCode::NotFinite, {"float32"});
  how.scale = 1.0f;
  how.attnMask = filled(2, 2, 3e38f);
  checkError(scaledDotProductAttention(filled(2, 2, 1e19f), filled(2, 2, 1e19f), one, how), ErrorCode::NotFinite,
             {"attnMask", "float32"});
  checkError(articleSelfAttention(big), ErrorCode::NotFinite, {"float32"});
  checkError(articleMultiHeadAttention(one, {zeros(2, 2), zeros(2, 2), big}, 1 << 20), ErrorCode::NotFinite,
             {"output", "float32"});
  checkError(articleMultiHeadAttention(one, {big, big, one}), ErrorCode::NotFinite, {"float32"});
  checkError(articleMultiHeadAttention(one, {big, filled(2, 2, -1e30f), one}), ErrorCode::NotFinite,
             {"scores", "float32"});
  checkError(articleMultiHeadAttention(big, {one, one, big}), ErrorCode::NotFinite, {"float32"});
  for (auto matrix : {&Parameters::wq, &Parameters::wk, &Parameters::wv, &Parameters::wo}) {
    Parameters parameters = {one, one, one, one, {}, {}, {}, {}};
    parameters.*matrix = filled(2, 2, 3e38f);
    MultiHeadOptions options;
    options.parameters = &parameters;
    for (const bool needWeights : {true, false}) {
      options.needWeights = needWeights;
      checkError(multiHeadAttention(one, one, one, 1, options), ErrorCode::NotFinite, {"float32"});
    }
  }
}

TEST_CASE("errors: the engine stays usable, an error leaves nothing behind") {
  Sampler sampler(101);
  const Matrix x = sampler.matrix(5, 4);
  const auto before = multiHeadAttention(x, x, x, 2);
  REQUIRE(before);
  for (std::size_t heads = 0; heads < 20; ++heads) {
    if (heads == 0 || 4 % heads != 0) CHECK_FALSE(multiHeadAttention(x, x, x, heads));
  }
  const auto after = multiHeadAttention(x, x, x, 2);
  REQUIRE(after);
  CHECK(after->output == before->output);
}
