#include "attention/variants/article.hpp"

#include <cmath>
#include <string_view>
#include <utility>

#include "attention/scaled_dot_product.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/multiply.hpp"
#include "kernels/softmax.hpp"
#include "tensor/check.hpp"

namespace attention {

namespace {

Check checkMatrix(const Matrix& matrix, std::optional<std::size_t> modelWidth) {
  if (Check error = checkNotEmpty("matrix", matrix)) return error;
  if (modelWidth && *modelWidth < 1) return Error{ErrorCode::InvalidSize, "dModel is 0, it must be at least 1"};
  if (Check error = checkTraceSize(1, rows(matrix), rows(matrix))) return error;
  return checkFinite("matrix", matrix);
}

Check checkParameter(std::string_view name, const Matrix& parameter, const Matrix& matrix) {
  if (Check error = checkNotEmpty(name, parameter)) return error;
  if (Check error = checkEqual(name, rows(parameter), "rows", "matrix", columns(matrix), "columns")) return error;
  return checkFinite(name, parameter);
}

Matrix product(ConstView a, ConstView b) {
  Matrix result({a.rows, b.columns});
  Vector panels = panelStorage(b.rows, b.columns);
  multiply(a, pack(b, panels.data()), view(result));
  return result;
}

Matrix times(const Matrix& matrix, float factor) {
  Matrix result(matrix.shape());
  scale(matrix.data(), matrix.size(), factor, result.data());
  return result;
}

Expected<ArticleTrace> attendAsListed(ArticleTrace trace, std::size_t modelWidth) {
  const float width = static_cast<float>(modelWidth);
  const std::size_t count = rows(trace.q);
  trace.scores = product(view(trace.q), view(trace.k).transposed());
  trace.scaled = times(trace.scores, 1.0f / std::sqrt(width));
  trace.divided = times(trace.scaled, 1.0f / (width * width));
  if (Check error = checkComputedFinite("scores", trace.divided.data(), trace.divided.size())) return *error;
  trace.weights = Matrix({count, count});
  for (std::size_t row = 0; row < count; ++row) {
    softmax(trace.divided.data() + row * count, count, trace.weights.data() + row * count);
  }
  trace.attended = product(view(trace.weights), view(trace.v));
  trace.output = times(trace.attended, width * width);
  if (Check error = checkComputedFinite("output", trace.output.data(), trace.output.size())) return *error;
  return trace;
}

}  // namespace

Expected<ArticleTrace> articleSelfAttention(const Matrix& matrix, std::optional<std::size_t> modelWidth) {
  if (Check error = checkMatrix(matrix, modelWidth)) return *error;
  ArticleTrace trace;
  trace.q = matrix;
  trace.k = matrix;
  trace.v = matrix;
  return attendAsListed(std::move(trace), modelWidth.value_or(rows(matrix)));
}

Expected<ArticleTrace> articleMultiHeadAttention(const Matrix& matrix, const ArticleParameters& parameters,
                                                 std::optional<std::size_t> modelWidth) {
  if (Check error = checkMatrix(matrix, modelWidth)) return *error;
  if (Check error = checkParameter("wq", parameters.wq, matrix)) return *error;
  if (Check error = checkParameter("wk", parameters.wk, matrix)) return *error;
  if (Check error = checkParameter("wv", parameters.wv, matrix)) return *error;
  if (Check error = checkEqual("wk", columns(parameters.wk), "columns", "wq", columns(parameters.wq))) return *error;
  ArticleTrace trace;
  trace.q = product(view(matrix), view(parameters.wq));
  trace.k = product(view(matrix), view(parameters.wk));
  trace.v = product(view(matrix), view(parameters.wv));
  return attendAsListed(std::move(trace), modelWidth.value_or(rows(matrix)));
}

Bytes articleBytes(std::uint64_t rows, std::uint64_t columns, std::uint64_t width) {
  Bytes bytes;
  for (int i = 0; i < 5; ++i) bytes.add(rows * width);                    // q, k, v, attended, output
  for (int i = 0; i < 4; ++i) bytes.add(rows * rows);                     // scores, scaled, divided, weights
  for (int i = 0; i < 3; ++i) bytes.add(panelsSize(columns, width));      // of wq, wk, wv
  return bytes.add(panelsSize(width, rows)).add(panelsSize(rows, width)); // of k and v
}

}  // namespace attention
