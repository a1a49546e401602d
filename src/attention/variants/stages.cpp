#include "attention/variants/stages.hpp"

#include <cstdint>
#include <limits>
#include <utility>

#include "attention/scores.hpp"
#include "kernels/elementwise.hpp"

namespace attention {

Check checkHeads(std::string_view name, const Heads& heads) {
  const std::size_t height = rows(heads);
  const std::size_t width = columns(heads);
  if (heads.size() == 0) {
    return Error{ErrorCode::InvalidSize, sentence({name, " is empty: its shape is (", heads.shape(0), ", ", height, ", ",
                                                   width, "), all must be at least 1"})};
  }
  return checkFinite(name, heads);
}

Check checkPerHead(std::string_view name, const Vector& numbers, const Heads& q) {
  if (Check error = checkEqual(name, numbers.size(), "numbers", "q", q.shape(0), "heads")) return error;
  return checkFinite(name, numbers);
}

Check checkPerHead(std::string_view name, const Matrix& numbers, const Heads& q) {
  if (Check error = checkNotEmpty(name, numbers)) return error;
  if (Check error = checkEqual(name, rows(numbers), "rows", "q", q.shape(0), "heads")) return error;
  return checkFinite(name, numbers);
}

Check checkTensors(const Heads& q, const Heads& k, const Heads& v, const AttentionOptions& options,
                   Keep keep) {
  if (Check error = checkHeads("q", q)) return error;
  if (Check error = checkHeads("k", k)) return error;
  if (Check error = checkHeads("v", v)) return error;
  if (Check error = checkEqual("k", columns(k), "columns", "q", columns(q))) return error;
  if (Check error = checkEqual("v", rows(v), "rows", "k", rows(k))) return error;
  if (options.scale) {
    if (Check error = checkFinite("scale", *options.scale)) return error;
  }
  if (options.attnMask) {
    if (Check error = checkMask(*options.attnMask, rows(q), rows(k))) return error;
  }
  return checkTraceSize(q.shape(0), rows(q), rows(k), keep);
}

Check checkArguments(const Heads& q, const Heads& k, const Heads& v, const AttentionOptions& options,
                     Keep keep) {
  if (Check error = checkEqual("k", k.shape(0), "heads", "q", q.shape(0))) return error;
  if (Check error = checkEqual("v", v.shape(0), "heads", "q", q.shape(0))) return error;
  return checkTensors(q, k, v, options, keep);
}

Check scaleScores(AttentionTrace& trace, float scale) {
  trace.scaled = scaled(trace.scores, scale);
  return checkComputedFinite("scores", trace.scaled.data(), trace.scaled.size());
}

Check maskScores(AttentionTrace& trace, const Heads& unmasked, const AttentionOptions& options) {
  trace.masked = masked(unmasked, maskOf(options));
  return checkMasked(survey(trace.masked.data(), trace.masked.size()).largest);
}

void softmaxScores(AttentionTrace& trace) {
  SoftmaxRows result = softmaxRows(trace.masked);
  trace.weights = std::move(result.weights);
  trace.fullyMaskedRows = std::move(result.fullyMaskedRows);
}

bool seesAny(const float* masked, std::size_t count) {
  return survey(masked, count).largest > -std::numeric_limits<float>::infinity();
}

Check sumValues(AttentionTrace& trace, const Heads& v) {
  trace.heads = weightedSum(trace.weights, v);
  return checkComputedFinite("output", trace.heads.data(), trace.heads.size());
}

Expected<AttentionTrace> attendUnder(const BooleanMask& may, const Heads& q, const Heads& k, const Heads& v,
                                     const AttentionOptions& options) {
  Matrix mask = additive(may);
  if (options.attnMask) add(options.attnMask->data(), mask.size(), mask.data());
  Expected<AttentionTrace> trace = attend(q, k, v, {&mask, options.isCausal}, scaleOf(options, q));
  if (!trace) return trace;
  if (Check error = checkComputedFinite("output", trace->heads.data(), trace->heads.size())) return *error;
  return trace;
}

Bytes attendUnderBytes(const AttentionSize& size) {
  return attendBytes(size, Keep::Everything)
      .add<std::uint8_t>(size.queries * size.keys)
      .add(size.queries * size.keys);
}

Check attendScored(AttentionTrace& trace, const Heads& v, float scale, const AttentionOptions& options) {
  if (Check error = scaleScores(trace, scale)) return error;
  if (Check error = maskScores(trace, trace.scaled, options)) return error;
  softmaxScores(trace);
  return sumValues(trace, v);
}

Check attendBiased(BiasedTrace& trace, const Heads& q, const Heads& k, const Heads& v, float scale,
                   const AttentionOptions& options) {
  trace.scores = scores(q, k);
  if (Check error = scaleScores(trace, scale)) return error;
  trace.biased = trace.scaled;
  addTo(trace.biased, trace.bias);
  if (Check error = checkComputedFinite("scaled scores plus bias", trace.biased.data(), trace.biased.size())) return error;
  if (Check error = maskScores(trace, trace.biased, options)) return error;
  softmaxScores(trace);
  return sumValues(trace, v);
}

void addTo(Heads& to, const Heads& from) { add(from.data(), to.size(), to.data()); }

}  // namespace attention
