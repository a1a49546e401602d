#include "attention/scaled_dot_product.hpp"

#include <cmath>
#include <utility>

#include "attention/mask.hpp"
#include "attention/projection.hpp"
#include "attention/scores.hpp"
#include "attention/softmax_rows.hpp"
#include "attention/streaming.hpp"
#include "attention/weighted_sum.hpp"
#include "kernels/softmax.hpp"
#include "tensor/check.hpp"

namespace attention {

namespace {

Expected<AttentionTrace> attendKeepingEverything(const Heads& q, const Heads& k, const Heads& v, const Mask& mask,
                                                 float scale) {
  AttentionTrace trace;
  trace.scores = scores(q, k);
  trace.scaled = scaled(trace.scores, scale);
  if (Check error = checkComputedFinite("scores", trace.scaled.data(), trace.scaled.size())) return *error;
  trace.masked = masked(trace.scaled, mask);
  if (Check error = checkMasked(survey(trace.masked.data(), trace.masked.size()).largest)) return *error;
  SoftmaxRows rows = softmaxRows(trace.masked);
  trace.weights = std::move(rows.weights);
  trace.fullyMaskedRows = std::move(rows.fullyMaskedRows);
  trace.heads = weightedSum(trace.weights, v);
  return trace;
}

}  // namespace

Mask maskOf(const AttentionOptions& options) {
  return {options.attnMask ? &*options.attnMask : nullptr, options.isCausal};
}

float scaleOf(const AttentionOptions& options, const Heads& q) {
  return options.scale.value_or(1.0f / std::sqrt(static_cast<float>(columns(q))));
}

std::optional<Error> checkShapes(const Matrix& query, const Matrix& key, const Matrix& value) {
  if (Check error = checkNotEmpty("query", query)) return error;
  if (Check error = checkNotEmpty("key", key)) return error;
  if (Check error = checkNotEmpty("value", value)) return error;
  if (Check error = checkEqual("key", columns(key), "columns", "query", columns(query))) return error;
  return checkEqual("value", rows(value), "rows", "key", rows(key));
}

std::optional<Error> checkNumbers(const Matrix& query, const Matrix& key, const Matrix& value,
                                  const AttentionOptions& options) {
  if (Check error = checkFinite("query", query)) return error;
  if (Check error = checkFinite("key", key)) return error;
  if (Check error = checkFinite("value", value)) return error;
  if (options.scale) {
    if (Check error = checkFinite("scale", *options.scale)) return error;
  }
  if (options.attnMask) return checkMask(*options.attnMask, rows(query), rows(key));
  return {};
}

std::optional<Error> checkTraceSize(std::uint64_t numHeads, std::uint64_t queries, std::uint64_t keys, Keep keep) {
  if (keep == Keep::Nothing) return {};
  const bool all = keep == Keep::Everything;
  const double bytes = (all ? 4.0 : 1.0) * sizeof(float) * static_cast<double>(numHeads) *
                       static_cast<double>(queries) * static_cast<double>(keys);
  if (bytes <= static_cast<double>(kMaxTraceBytes)) return {};
  return Error{ErrorCode::TooLarge,
               sentence({all ? "scores, scaled, masked and weights of " : "the weights of ", numHeads, " heads x ",
                         queries, " queries x ", keys, " keys need ", static_cast<std::uint64_t>(bytes),
                         " bytes, the limit is ", kMaxTraceBytes, "; use fewer tokens or heads, or needWeights: false"})};
}

Expected<AttentionTrace> attend(const Heads& q, const Heads& k, const Heads& v, const Mask& mask, float scale,
                                Keep keep) {
  switch (keep) {
    case Keep::Everything: return attendKeepingEverything(q, k, v, mask, scale);
    case Keep::Weights: return attendKeepingWeights(q, k, v, mask, scale);
    case Keep::Nothing: break;
  }
  return attendStreaming(q, k, v, mask, scale);
}

Expected<AttentionTrace> scaledDotProductAttention(const Matrix& query, const Matrix& key, const Matrix& value,
                                                   const AttentionOptions& options) {
  if (Check error = checkShapes(query, key, value)) return *error;
  if (Check error = checkTraceSize(1, rows(query), rows(key))) return *error;
  if (Check error = checkNumbers(query, key, value, options)) return *error;
  const Heads q = splitHeads(query, 1);
  Expected<AttentionTrace> trace =
      attend(q, splitHeads(key, 1), splitHeads(value, 1), maskOf(options), scaleOf(options, q));
  if (!trace) return trace;
  if (Check error = checkComputedFinite("output", trace->heads.data(), trace->heads.size())) return *error;
  return trace;
}

Bytes attendBytes(const AttentionSize& size, Keep keep) {
  switch (keep) {
    case Keep::Everything: break;
    case Keep::Weights: return keepingWeightsBytes(size);
    case Keep::Nothing: return streamingBytes(size);
  }
  // the weights' panels and flags are more than those of the stages one by one
  const std::uint64_t stage = size.numHeads * size.queries * size.keys;
  return keepingWeightsBytes(size).add(stage).add(stage).add(stage);
}

Bytes scaledDotProductBytes(const AttentionSize& size) {
  return attendBytes(size, Keep::Everything)
      .add(size.queries * size.width)
      .add(size.keys * size.width)
      .add(size.keys * size.valueWidth);
}

}  // namespace attention
