#include "attention/variants/attention_sinks.hpp"

#include <algorithm>

#include "attention/scores.hpp"
#include "attention/variants/stages.hpp"
#include "kernels/elementwise.hpp"

namespace attention {

namespace {

// The weights of a row beside a sink; returns the sink's.
float softmaxWithSink(const float* scores, std::size_t count, float sink, float* weights) {
  const float top = std::max(survey(scores, count).largest, sink);
  float ofSink = 0;
  const double sum = exponentials(scores, count, top, weights) + exponentials(&sink, 1, top, &ofSink);
  scale(weights, count, static_cast<float>(1 / sum), weights);
  return static_cast<float>(static_cast<double>(ofSink) / sum);
}

}  // namespace

Expected<SinkTrace> softmaxOffByOneAttention(const Heads& q, const Heads& k, const Heads& v, const Vector& sinks,
                                             const AttentionOptions& options) {
  if (Check error = checkArguments(q, k, v, options)) return *error;
  if (Check error = checkPerHead("sinks", sinks, q)) return *error;
  SinkTrace trace;
  trace.scores = scores(q, k);
  if (Check error = scaleScores(trace, scaleOf(options, q))) return *error;
  if (Check error = maskScores(trace, trace.scaled, options)) return *error;
  trace.sinkWeights = Matrix({q.shape(0), rows(q)});
  turnRows(trace, [&](std::size_t h, std::size_t l, const float* masked, float* weights) {
    trace.sinkWeights(h, l) = softmaxWithSink(masked, rows(k), sinks(h), weights);
    return seesAny(masked, rows(k));
  });
  if (Check error = sumValues(trace, v)) return *error;
  return trace;
}

BooleanMask sinkWindowMask(std::size_t queries, std::size_t keys, std::size_t sinks, std::size_t window) {
  BooleanMask mask({queries, keys});
  for (std::size_t l = 0; l < queries; ++l) {
    for (std::size_t s = 0; s < keys; ++s) mask(l, s) = s <= l && (s < sinks || l - s < window) ? 1 : 0;
  }
  return mask;
}

Expected<AttentionTrace> sinkWindowAttention(const Heads& q, const Heads& k, const Heads& v, std::size_t sinks,
                                             std::size_t window, const AttentionOptions& options) {
  if (Check error = checkArguments(q, k, v, options)) return *error;
  return attendUnder(sinkWindowMask(rows(q), rows(k), sinks, window), q, k, v, options);
}

Bytes softmaxOffByOneBytes(const AttentionSize& size) {
  return attendBytes(size, Keep::Everything).add(size.numHeads * size.queries);
}

Bytes sinkWindowBytes(const AttentionSize& size) { return attendUnderBytes(size); }

}  // namespace attention
