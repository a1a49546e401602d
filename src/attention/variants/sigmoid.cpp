#include "attention/variants/sigmoid.hpp"

#include <cmath>

#include "attention/scores.hpp"
#include "attention/variants/stages.hpp"

namespace attention {

namespace {

// to[s] = σ(from[s]), from exp of what is not positive: that never overflows.
void sigmoid(const float* from, std::size_t count, float* to) {
  for (std::size_t s = 0; s < count; ++s) to[s] = -std::abs(from[s]);
  exponentials(to, count, 0, to);
  for (std::size_t s = 0; s < count; ++s) to[s] = (from[s] > 0 ? 1 : to[s]) / (1 + to[s]);
}

}  // namespace

Expected<SigmoidTrace> sigmoidAttention(const Heads& q, const Heads& k, const Heads& v, const AttentionOptions& options,
                                        std::optional<float> bias) {
  if (Check error = checkArguments(q, k, v, options)) return *error;
  SigmoidTrace trace;
  trace.bias = bias.value_or(static_cast<float>(-std::log(static_cast<double>(rows(k)))));
  if (Check error = checkFinite("bias", trace.bias)) return *error;
  trace.scores = scores(q, k);
  if (Check error = scaleScores(trace, scaleOf(options, q))) return *error;
  trace.biased = trace.scaled;
  for (float& score : trace.biased) score += trace.bias;
  if (Check error = checkComputedFinite("scaled scores plus bias", trace.biased.data(), trace.biased.size())) return *error;
  if (Check error = maskScores(trace, trace.biased, options)) return *error;
  turnRows(trace, [&](std::size_t, std::size_t, const float* masked, float* weights) {
    sigmoid(masked, rows(k), weights);
    return seesAny(masked, rows(k));
  });
  if (Check error = sumValues(trace, v)) return *error;
  return trace;
}

Bytes sigmoidBytes(const AttentionSize& size) {
  return attendBytes(size, Keep::Everything).add(size.numHeads * size.queries * size.keys);
}

}  // namespace attention
