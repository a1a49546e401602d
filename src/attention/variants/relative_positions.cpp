#include "attention/variants/relative_positions.hpp"

#include <algorithm>

#include "attention/scores.hpp"
#include "attention/variants/stages.hpp"
#include "kernels/multiply.hpp"

namespace attention {

namespace {

Check checkDistances(const Matrix& keyDistances, const Matrix& valueDistances, const Heads& k, const Heads& v) {
  if (Check error = checkNotEmpty("keyDistances", keyDistances)) return error;
  if (Check error = checkNotEmpty("valueDistances", valueDistances)) return error;
  if (Check error = checkEqual("keyDistances", columns(keyDistances), "columns", "k", columns(k))) return error;
  if (Check error = checkEqual("valueDistances", columns(valueDistances), "columns", "v", columns(v))) return error;
  if (Check error = checkEqual("valueDistances", rows(valueDistances), "rows", "keyDistances", rows(keyDistances))) {
    return error;
  }
  if (rows(keyDistances) % 2 == 0) {
    return Error{ErrorCode::InvalidSize, sentence({"keyDistances has ", rows(keyDistances),
                                                   " rows, which must be odd: one for each distance from -C to C"})};
  }
  if (Check error = checkFinite("keyDistances", keyDistances)) return error;
  return checkFinite("valueDistances", valueDistances);
}

// The row of distance s - l in a table of 2·furthest + 1.
std::size_t rowOf(std::size_t l, std::size_t s, std::size_t furthest) {
  return s < l ? furthest - std::min(l - s, furthest) : furthest + std::min(s - l, furthest);
}

// x (H, M, K) · b (K, N), the same b for every head
Heads times(const Heads& x, ConstView b) {
  Heads result({x.shape(0), rows(x), b.columns});
  Vector storage = panelStorage(b.rows, b.columns);
  const Panels panels = pack(b, storage.data());
  for (std::size_t h = 0; h < x.shape(0); ++h) multiply(view(x, h), panels, view(result, h));
  return result;
}

}  // namespace

Expected<RelativeTrace> relativeAttention(const Heads& q, const Heads& k, const Heads& v, const Matrix& keyDistances,
                                          const Matrix& valueDistances, const AttentionOptions& options) {
  if (Check error = checkArguments(q, k, v, options)) return *error;
  if (Check error = checkDistances(keyDistances, valueDistances, k, v)) return *error;
  const std::size_t furthest = rows(keyDistances) / 2;
  const auto forEachCell = [&](const auto& work) {
    for (std::size_t h = 0; h < q.shape(0); ++h) {
      for (std::size_t l = 0; l < rows(q); ++l) {
        for (std::size_t s = 0; s < rows(k); ++s) work(h, l, s, rowOf(l, s, furthest));
      }
    }
  };

  RelativeTrace trace;
  trace.contentScores = scores(q, k);
  trace.distanceScores = times(q, view(keyDistances).transposed());
  trace.scores = trace.contentScores;
  forEachCell([&](auto h, auto l, auto s, auto row) { trace.scores(h, l, s) += trace.distanceScores(h, l, row); });
  if (Check error = scaleScores(trace, scaleOf(options, q))) return *error;
  if (Check error = maskScores(trace, trace.scaled, options)) return *error;
  softmaxScores(trace);

  trace.distanceWeights = Heads(trace.distanceScores.shape());
  trace.distanceWeights.fill(0);
  forEachCell([&](auto h, auto l, auto s, auto row) { trace.distanceWeights(h, l, row) += trace.weights(h, l, s); });
  trace.contentHeads = weightedSum(trace.weights, v);
  trace.distanceHeads = times(trace.distanceWeights, view(valueDistances));
  trace.heads = trace.contentHeads;
  addTo(trace.heads, trace.distanceHeads);
  if (Check error = checkComputedFinite("output", trace.heads.data(), trace.heads.size())) return *error;
  return trace;
}

Bytes relativeBytes(const AttentionSize& size, std::uint64_t distances) {
  const std::uint64_t perDistance = size.numHeads * size.queries * distances;
  const std::uint64_t heads = size.numHeads * size.queries * size.valueWidth;
  return attendBytes(size, Keep::Everything)
      .add(size.numHeads * size.queries * size.keys)
      .add(perDistance)
      .add(perDistance)
      .add(heads)
      .add(heads)
      .add(panelsSize(size.width, distances))
      .add(panelsSize(distances, size.valueWidth));
}

}  // namespace attention
