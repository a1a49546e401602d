#include "attention/variants/query_key_norm.hpp"

#include <cmath>
#include <numbers>

#include "attention/scores.hpp"
#include "attention/variants/stages.hpp"

namespace attention {

namespace {

// Every row divided by its length, which is summed in double: squares may leave float32's range.
Heads normalised(const Heads& x) {
  Heads result(x.shape());
  const std::size_t width = columns(x);
  for (std::size_t first = 0; first < x.size(); first += width) {
    const float* row = x.data() + first;
    double squares = 0;
    for (std::size_t d = 0; d < width; ++d) squares += static_cast<double>(row[d]) * static_cast<double>(row[d]);
    const double factor = squares > 0 ? 1 / std::sqrt(squares) : 0;
    for (std::size_t d = 0; d < width; ++d) result.data()[first + d] = static_cast<float>(row[d] * factor);
  }
  return result;
}

float firstGain(std::size_t keys) {
  const double length = static_cast<double>(keys);
  return keys < 2 ? 1.0f : static_cast<float>(std::log(length * length - length) / std::numbers::ln2);
}

}  // namespace

Expected<QueryKeyNormTrace> queryKeyNormAttention(const Heads& q, const Heads& k, const Heads& v,
                                                  const AttentionOptions& options) {
  if (Check error = checkArguments(q, k, v, options)) return *error;
  QueryKeyNormTrace trace;
  trace.q = normalised(q);
  trace.k = normalised(k);
  trace.scores = scores(trace.q, trace.k);
  if (Check error = attendScored(trace, v, options.scale.value_or(firstGain(rows(k))), options)) return *error;
  return trace;
}

Bytes queryKeyNormBytes(const AttentionSize& size) {
  return attendBytes(size, Keep::Everything)
      .add(size.numHeads * size.queries * size.width)
      .add(size.numHeads * size.keys * size.width);
}

}  // namespace attention
