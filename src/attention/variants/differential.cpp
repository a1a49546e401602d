#include "attention/variants/differential.hpp"

#include <cmath>
#include <utility>

#include "attention/variants/stages.hpp"
#include "kernels/copy.hpp"
#include "kernels/multiply.hpp"

namespace attention {

namespace {

// Half of each head's columns.
Heads half(const Heads& x, std::size_t which) {
  const std::size_t width = columns(x) / 2;
  Heads result({x.shape(0), rows(x), width});
  for (std::size_t h = 0; h < x.shape(0); ++h) copy(view(x, h).columnRange(which * width, width), view(result, h));
  return result;
}

double expOfProduct(const Vector& q, const Vector& k) {
  double sum = 0;
  for (std::size_t d = 0; d < q.size(); ++d) sum += static_cast<double>(q(d)) * static_cast<double>(k(d));
  return std::exp(sum);
}

}  // namespace

Expected<float> differentialLambda(const Vector& q1, const Vector& k1, const Vector& q2, const Vector& k2,
                                   float initial) {
  if (Check error = checkEqual("k1", k1.size(), "numbers", "q1", q1.size())) return *error;
  if (Check error = checkEqual("k2", k2.size(), "numbers", "q2", q2.size())) return *error;
  const float lambda = static_cast<float>(expOfProduct(q1, k1) - expOfProduct(q2, k2) + static_cast<double>(initial));
  if (Check error = checkFinite("lambda", lambda)) return *error;
  return lambda;
}

Expected<DifferentialTrace> differentialAttention(const Heads& q, const Heads& k, const Heads& v, float lambda,
                                                  const AttentionOptions& options) {
  if (Check error = checkArguments(q, k, v, options)) return *error;
  if (Check error = checkFinite("lambda", lambda)) return *error;
  if (columns(q) % 2 != 0) {
    return Error{ErrorCode::InvalidSize,
                 sentence({"q has ", columns(q), " columns; differential attention halves them, so they must be even"})};
  }
  const Heads q1 = half(q, 0);
  const float scale = scaleOf(options, q1);
  Expected<AttentionTrace> first = attend(q1, half(k, 0), v, maskOf(options), scale);
  if (!first) return first.error();
  Expected<AttentionTrace> second = attend(half(q, 1), half(k, 1), v, maskOf(options), scale);
  if (!second) return second.error();

  AttentionTrace difference;
  difference.weights = first->weights;
  for (std::size_t i = 0; i < difference.weights.size(); ++i) {
    difference.weights.data()[i] -= lambda * second->weights.data()[i];
  }
  if (Check error = sumValues(difference, v)) return *error;
  Indices fullyMaskedRows = first->fullyMaskedRows;
  return DifferentialTrace{std::move(*first), std::move(*second), std::move(difference.weights),
                           std::move(difference.heads), std::move(fullyMaskedRows)};
}

Bytes differentialBytes(const AttentionSize& size) {
  const AttentionSize each = {size.numHeads, size.queries, size.keys, size.width / 2, size.valueWidth};
  return attendBytes(each, Keep::Everything)
      .add(attendBytes(each, Keep::Everything))
      .add(size.numHeads * size.queries * each.width)
      .add(size.numHeads * size.queries * each.width)
      .add(size.numHeads * size.keys * each.width)
      .add(size.numHeads * size.keys * each.width)
      .add(size.numHeads * size.queries * size.keys)
      .add(size.numHeads * size.queries * size.valueWidth)
      .add(panelsSize(size.keys, size.valueWidth))
      .add<std::size_t>(size.queries);
}

}  // namespace attention
