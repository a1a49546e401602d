#include "oracle.hpp"

#include <cmath>
#include <limits>

#include <xtensor/xmanipulation.hpp>
#include <xtensor/xmath.hpp>
#include <xtensor/xsort.hpp>
#include <xtensor/xview.hpp>

namespace oracle {

Matrix multiply(const Matrix& a, const Matrix& b) {
  return xt::sum(xt::view(a, xt::all(), xt::all(), xt::newaxis()) * xt::view(b, xt::newaxis()), {1});
}

Matrix magnitude(const Matrix& a, const Matrix& b) { return multiply(xt::abs(a), xt::abs(b)); }

Matrix project(const Matrix& x, const Matrix& parameter, const std::optional<Vector>& bias) {
  const Matrix product = multiply(x, parameter);
  if (!bias) return product;
  return product + *bias;
}

Heads splitHeads(const Matrix& x, std::size_t numHeads) {
  const Heads byToken = xt::reshape_view(x, {attention::rows(x), numHeads, attention::columns(x) / numHeads});
  return xt::transpose(byToken, {1, 0, 2});
}

Matrix concatenate(const Heads& heads) {
  const Heads byToken = xt::transpose(heads, {1, 0, 2});
  return xt::reshape_view(byToken, {attention::rows(heads), heads.shape(0) * attention::columns(heads)});
}

Heads scores(const Heads& q, const Heads& k) {
  return xt::sum(xt::view(q, xt::all(), xt::all(), xt::newaxis(), xt::all()) *
                     xt::view(k, xt::all(), xt::newaxis(), xt::all(), xt::all()),
                 {3});
}

Heads scaled(const Heads& scores, double scale) { return scores * scale; }

Heads masked(const Heads& scaled, const std::optional<Matrix>& mask) {
  if (!mask) return scaled;
  return scaled + *mask;
}

Heads softmax(const Heads& masked) {
  const Heads largest = xt::amax(masked, {2}, xt::keep_dims);  // finite: xtensor starts from the lowest finite number
  const Heads exponentials = xt::exp(masked - largest);
  const Heads sums = xt::sum(exponentials, {2}, xt::keep_dims);
  return exponentials / xt::where(xt::equal(sums, 0.0), 1.0, sums);
}

Heads weightedSum(const Heads& weights, const Heads& v) {
  return xt::sum(xt::view(weights, xt::all(), xt::all(), xt::all(), xt::newaxis()) *
                     xt::view(v, xt::all(), xt::newaxis(), xt::all(), xt::all()),
                 {2});
}

Matrix causal(std::size_t queries, std::size_t keys) {
  Matrix mask = Matrix::from_shape({queries, keys});
  for (std::size_t l = 0; l < queries; ++l) {
    for (std::size_t s = 0; s < keys; ++s) mask(l, s) = s <= l ? 0 : -std::numeric_limits<double>::infinity();
  }
  return mask;
}

Trace attend(const Heads& q, const Heads& k, const Heads& v, const std::optional<Matrix>& mask,
             std::optional<double> scale) {
  Trace trace;
  trace.q = q;
  trace.k = k;
  trace.v = v;
  trace.scores = scores(q, k);
  trace.scaled = scaled(trace.scores, scale.value_or(1 / std::sqrt(static_cast<double>(attention::columns(q)))));
  trace.masked = masked(trace.scaled, mask);
  trace.weights = softmax(trace.masked);
  trace.heads = weightedSum(trace.weights, v);
  trace.concat = concatenate(trace.heads);
  trace.output = trace.concat;
  return trace;
}

Trace scaledDotProduct(const Matrix& query, const Matrix& key, const Matrix& value,
                       const std::optional<Matrix>& mask, std::optional<double> scale) {
  return attend(splitHeads(query, 1), splitHeads(key, 1), splitHeads(value, 1), mask, scale);
}

Trace multiHead(const Matrix& query, const Matrix& key, const Matrix& value, std::size_t numHeads,
                const attention::Parameters* parameters, const std::optional<Matrix>& mask,
                std::optional<double> scale) {
  if (parameters == nullptr) {
    return attend(splitHeads(query, numHeads), splitHeads(key, numHeads), splitHeads(value, numHeads), mask, scale);
  }
  const attention::Parameters& p = *parameters;
  Trace trace = attend(splitHeads(project(query, p.wq, p.bq), numHeads), splitHeads(project(key, p.wk, p.bk), numHeads),
                       splitHeads(project(value, p.wv, p.bv), numHeads), mask, scale);
  trace.output = project(trace.concat, p.wo, p.bo);
  return trace;
}

ArticleTrace article(const Matrix& q, const Matrix& k, const Matrix& v, std::size_t modelWidth) {
  const double width = static_cast<double>(modelWidth);
  ArticleTrace trace{q, k, v, {}, {}, {}, {}, {}, {}};
  trace.scores = multiply(q, xt::transpose(k));
  trace.scaled = trace.scores / std::sqrt(width);
  trace.divided = trace.scaled / (width * width);
  const Heads rows = softmax(xt::view(trace.divided, xt::newaxis()));
  trace.weights = xt::view(rows, 0);
  trace.attended = multiply(trace.weights, v);
  trace.output = width * width * trace.attended;
  return trace;
}

Matrix positions(std::size_t length, std::size_t modelWidth) {
  const Vector column = xt::arange<double>(static_cast<double>(modelWidth));
  const Vector pair = xt::floor(column / 2);
  const Vector row = xt::arange<double>(static_cast<double>(length));
  const Matrix angle = xt::view(row, xt::all(), xt::newaxis()) /
                       xt::pow(10000.0, 2 * pair / static_cast<double>(modelWidth));
  return xt::where(xt::equal(column, 2 * pair), xt::sin(angle), xt::cos(angle));
}

}  // namespace oracle
