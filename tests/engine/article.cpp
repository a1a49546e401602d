#include "attention/variants/article.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <optional>
#include <string>

#include <xtensor/xmanipulation.hpp>
#include <xtensor/xview.hpp>

#include "golden.hpp"
#include "samples.hpp"
#include "tolerance.hpp"

using attention::ArticleParameters;
using attention::ArticleTrace;
using attention::Matrix;
using samples::Sampler;

namespace {

ArticleTrace attend(const Matrix& matrix, std::optional<std::size_t> modelWidth = {}) {
  auto trace = attention::articleSelfAttention(matrix, modelWidth);
  REQUIRE(trace);
  return *trace;
}

void checkTrace(const ArticleTrace& trace, const oracle::ArticleTrace& expected, std::size_t modelWidth) {
  checkClose(trace.q, expected.q);
  checkClose(trace.k, expected.k);
  checkClose(trace.v, expected.v);
  const double width = static_cast<double>(modelWidth);
  const oracle::Matrix products = oracle::magnitude(expected.q, xt::transpose(expected.k));
  checkClose(trace.scores, expected.scores, products);
  checkClose(trace.scaled, expected.scaled, products / std::sqrt(width));
  checkClose(trace.divided, expected.divided, products / std::sqrt(width) / (width * width));
  checkClose(trace.weights, expected.weights);
  const oracle::Matrix averages = oracle::magnitude(expected.weights, expected.v);
  checkClose(trace.attended, expected.attended, averages);
  checkClose(trace.output, expected.output, width * width * averages);
}

oracle::ArticleTrace goldenTrace(const std::string& name, const oracle::Matrix& q, const oracle::Matrix& k,
                                 const oracle::Matrix& v) {
  const auto part = [&](const std::string& stage) { return golden::matrix(name + "/" + stage); };
  return {q, k, v, part("scores"), part("scaled"), part("divided"), part("weights"), part("attended"), part("output")};
}

}  // namespace

TEST_CASE("article: golden listing with its defaults, d_model 512 and seq_length 6") {
  const Matrix matrix = golden::input("article_defaults/matrix");
  const ArticleTrace trace = attend(matrix);
  CHECK(trace.q == matrix);
  CHECK(trace.k == matrix);
  CHECK(trace.v == matrix);
  CHECK(trace.weights.shape() == Matrix::shape_type{512, 512});
  std::vector<std::size_t> some;
  for (const float row : golden::inputVector("article_defaults/rows")) some.push_back(static_cast<std::size_t>(row));
  const auto rows = [&](const Matrix& whole) { return Matrix(xt::view(whole, xt::keep(some))); };
  checkClose(rows(trace.scores), golden::matrix("article_defaults/scores_rows"));
  // the weights are all near 1/512: relative, because an absolute 1e-6 would let 5e-4 of each pass
  const oracle::Matrix weights = golden::matrix("article_defaults/weights_rows");
  checkClose(rows(trace.weights), weights, weights);
  checkClose(trace.output, golden::matrix("article_defaults/output"));
}

TEST_CASE("article: golden listing, few features, and words when the matrix is transposed") {
  const Matrix features = golden::input("article_small/matrix");
  checkTrace(attend(features), goldenTrace("article_small", features, features, features), 4);
  const Matrix words = golden::input("article_words/matrix");
  checkTrace(attend(words, 3), goldenTrace("article_words", words, words, words), 3);
}

TEST_CASE("article: golden multi-head class of its repository") {
  const std::string name = "article_multi_head";
  const ArticleParameters parameters = {golden::input(name + "/wq"), golden::input(name + "/wk"),
                                        golden::input(name + "/wv")};
  const auto trace = attention::articleMultiHeadAttention(golden::input(name + "/matrix"), parameters);
  REQUIRE(trace);
  checkTrace(*trace, goldenTrace(name, golden::matrix(name + "/q"), golden::matrix(name + "/k"),
                                 golden::matrix(name + "/v")), 4);
}

TEST_CASE("article: agrees with the oracle for every odd shape") {
  Sampler sampler(91);
  for (const std::size_t rows : samples::kOddSizes) {
    for (const std::size_t columns : samples::kOddSizes) {
      CAPTURE(rows, columns);
      const Matrix matrix = sampler.matrix(rows, columns, 0.5f);
      checkTrace(attend(matrix), oracle::article(matrix, matrix, matrix, rows), rows);
      const std::size_t modelWidth = sampler.between(1, 9);
      checkTrace(attend(matrix, modelWidth), oracle::article(matrix, matrix, matrix, modelWidth), modelWidth);
    }
  }
}

TEST_CASE("article: W may have another width than the matrix, and that of the values another still") {
  Sampler sampler(92);
  for (const std::size_t rows : samples::Sizes{1, 3, 17}) {
    const Matrix matrix = sampler.matrix(rows, 5);
    const ArticleParameters p = {sampler.matrix(5, 7), sampler.matrix(5, 7), sampler.matrix(5, 2)};
    const oracle::Matrix q = oracle::multiply(matrix, p.wq);
    const oracle::Matrix k = oracle::multiply(matrix, p.wk);
    const oracle::Matrix v = oracle::multiply(matrix, p.wv);
    const auto byDefault = attention::articleMultiHeadAttention(matrix, p);
    REQUIRE(byDefault);
    checkTrace(*byDefault, oracle::article(q, k, v, rows), rows);
    const auto explicitly = attention::articleMultiHeadAttention(matrix, p, 3);
    REQUIRE(explicitly);
    checkTrace(*explicitly, oracle::article(q, k, v, 3), 3);
  }
}

TEST_CASE("article: the division by d_model² makes the weights nearly equal") {
  const ArticleTrace trace = attend(golden::input("article_defaults/matrix"));
  for (const float weight : trace.weights) REQUIRE(std::abs(512 * weight - 1) < 1e-5f);
}
