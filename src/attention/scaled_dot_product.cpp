#include "attention/scaled_dot_product.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "attention/mask.hpp"
#include "attention/projection.hpp"
#include "attention/scores.hpp"
#include "attention/softmax_rows.hpp"
#include "attention/weighted_sum.hpp"
#include "kernels/copy.hpp"
#include "tensor/check.hpp"

namespace attention {

namespace {

constexpr std::size_t kBlock = 64;

Heads copied(ConstView matrix) {
  Heads heads({std::size_t{1}, matrix.rows, matrix.columns});
  copy(matrix, view(heads, 0));
  return heads;
}

}  // namespace

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

std::optional<Error> checkTraceSize(std::size_t numHeads, std::size_t queries, std::size_t keys) {
  const double bytes = 4.0 * sizeof(float) * static_cast<double>(numHeads) * static_cast<double>(queries) *
                       static_cast<double>(keys);
  if (bytes <= static_cast<double>(kMaxTraceBytes)) return {};
  return Error{ErrorCode::TooLarge,
               sentence({"scores, scaled, masked and weights of ", numHeads, " heads x ", queries, " queries x ", keys,
                         " keys need ", static_cast<std::uint64_t>(bytes), " bytes, the limit is ", kMaxTraceBytes,
                         "; use fewer tokens or heads, or needWeights: false"})};
}

Expected<AttentionTrace> attend(const Heads& q, const Heads& k, const Heads& v, const std::optional<Matrix>& mask,
                                float scale) {
  AttentionTrace trace;
  trace.scores = scores(q, k);
  trace.scaled = scaled(trace.scores, scale);
  if (Check error = checkComputedFinite("scores", trace.scaled.data(), trace.scaled.size())) return *error;
  trace.masked = masked(trace.scaled, mask);
  // scaled + mask is -Infinity where nothing may attend; above float32's range it is an error
  const float largest = *std::max_element(trace.masked.begin(), trace.masked.end());
  if (largest > 0) {
    if (Check error = checkComputedFinite("scaled scores plus attnMask", &largest, 1)) return *error;
  }
  SoftmaxRows rows = softmaxRows(trace.masked);
  trace.weights = std::move(rows.weights);
  trace.fullyMaskedRows = std::move(rows.fullyMaskedRows);
  trace.heads = weightedSum(trace.weights, v);
  return trace;
}

Expected<AttentionTrace> attendInBlocks(const Heads& q, const Heads& k, const Heads& v,
                                        const std::optional<Matrix>& mask, float scale) {
  AttentionTrace result;
  result.heads = Heads({q.shape(0), rows(q), columns(v)});
  std::vector<bool> isMasked(rows(q), false);
  for (std::size_t h = 0; h < q.shape(0); ++h) {
    const Heads keys = copied(view(k, h));
    const Heads values = copied(view(v, h));
    for (std::size_t first = 0; first < rows(q); first += kBlock) {
      const std::size_t count = std::min(kBlock, rows(q) - first);
      std::optional<Matrix> blockMask;
      if (mask) {
        blockMask = Matrix({count, columns(*mask)});
        copy(view(*mask).rowRange(first, count), view(*blockMask));
      }
      const Expected<AttentionTrace> block =
          attend(copied(view(q, h).rowRange(first, count)), keys, values, blockMask, scale);
      if (!block) return block.error();
      copy(view(block->heads, 0), view(result.heads, h).rowRange(first, count));
      for (const std::size_t l : block->fullyMaskedRows) isMasked[first + l] = true;
    }
  }
  for (std::size_t l = 0; l < isMasked.size(); ++l) {
    if (isMasked[l]) result.fullyMaskedRows.push_back(l);
  }
  return result;
}

Expected<AttentionTrace> scaledDotProductAttention(const Matrix& query, const Matrix& key, const Matrix& value,
                                                   const AttentionOptions& options) {
  if (Check error = checkShapes(query, key, value)) return *error;
  if (Check error = checkTraceSize(1, rows(query), rows(key))) return *error;
  if (Check error = checkNumbers(query, key, value, options)) return *error;
  const std::optional<Matrix> mask = combinedMask(options.attnMask, options.isCausal, rows(query), rows(key));
  const float scale = options.scale.value_or(1.0f / std::sqrt(static_cast<float>(columns(query))));
  Expected<AttentionTrace> trace = attend(splitHeads(query, 1), splitHeads(key, 1), splitHeads(value, 1), mask, scale);
  if (!trace) return trace;
  if (Check error = checkComputedFinite("output", trace->heads.data(), trace->heads.size())) return *error;
  return trace;
}

}  // namespace attention
