#include "attention/variants/talking_heads.hpp"

#include <algorithm>

#include "attention/scores.hpp"
#include "attention/variants/stages.hpp"

namespace attention {

namespace {

// x (G, L, S), parameter (G, H) -> (H, L, S): result_h = Σ_g parameter_gh · x_g
Heads mix(const Heads& x, const Matrix& parameter) {
  Heads result({columns(parameter), rows(x), columns(x)});
  result.fill(0);
  const std::size_t size = rows(x) * columns(x);
  for (std::size_t h = 0; h < columns(parameter); ++h) {
    float* to = result.data() + h * size;
    for (std::size_t g = 0; g < x.shape(0); ++g) {
      const float* from = x.data() + g * size;
      for (std::size_t i = 0; i < size; ++i) to[i] += parameter(g, h) * from[i];
    }
  }
  return result;
}

}  // namespace

Expected<TalkingHeadsTrace> talkingHeadsAttention(const Heads& q, const Heads& k, const Heads& v,
                                                  const Matrix& mixScores, const Matrix& mixWeights,
                                                  const AttentionOptions& options) {
  if (Check error = checkTensors(q, k, v, options)) return *error;
  if (Check error = checkEqual("k", k.shape(0), "heads", "q", q.shape(0))) return *error;
  if (Check error = checkPerHead("mixScores", mixScores, q)) return *error;
  if (Check error = checkNotEmpty("mixWeights", mixWeights)) return *error;
  if (Check error = checkEqual("mixWeights", rows(mixWeights), "rows", "mixScores", columns(mixScores), "columns")) {
    return *error;
  }
  if (Check error = checkEqual("mixWeights", columns(mixWeights), "columns", "v", v.shape(0), "heads")) return *error;
  if (Check error = checkFinite("mixWeights", mixWeights)) return *error;
  const std::size_t most = std::max({q.shape(0), columns(mixScores), v.shape(0)});
  if (Check error = checkTraceSize(most, rows(q), rows(k))) return *error;

  TalkingHeadsTrace trace;
  trace.scores = scores(q, k);
  if (Check error = scaleScores(trace, scaleOf(options, q))) return *error;
  trace.mixed = mix(trace.scaled, mixScores);
  if (Check error = checkComputedFinite("mixed scores", trace.mixed.data(), trace.mixed.size())) return *error;
  if (Check error = maskScores(trace, trace.mixed, options)) return *error;
  softmaxScores(trace);
  trace.mixedWeights = mix(trace.weights, mixWeights);
  if (Check error = checkComputedFinite("mixed weights", trace.mixedWeights.data(), trace.mixedWeights.size())) return *error;
  trace.heads = weightedSum(trace.mixedWeights, v);
  if (Check error = checkComputedFinite("output", trace.heads.data(), trace.heads.size())) return *error;
  return trace;
}

Bytes talkingHeadsBytes(const AttentionSize& size) {
  const std::uint64_t stage = size.numHeads * size.queries * size.keys;
  return attendBytes(size, Keep::Everything).add(stage).add(stage);
}

}  // namespace attention
