#include "attention/multi_head.hpp"

#include <cmath>
#include <string_view>
#include <utility>

#include "attention/concatenation.hpp"
#include "attention/mask.hpp"
#include "attention/projection.hpp"
#include "tensor/check.hpp"

namespace attention {

namespace {

Check checkParameter(std::string_view name, const Matrix& parameter, const std::optional<Vector>& bias,
                     std::string_view biasName, std::size_t modelWidth) {
  if (Check error = checkEqual(name, rows(parameter), "rows", "query", modelWidth, "columns")) return error;
  if (Check error = checkEqual(name, columns(parameter), "columns", "query", modelWidth)) return error;
  if (Check error = checkFinite(name, parameter)) return error;
  if (!bias) return {};
  if (Check error = checkEqual(biasName, bias->size(), "elements", name, modelWidth, "columns")) return error;
  return checkFinite(biasName, *bias);
}

Check checkParameters(const Parameters& p, std::size_t modelWidth) {
  if (Check error = checkParameter("wq", p.wq, p.bq, "bq", modelWidth)) return error;
  if (Check error = checkParameter("wk", p.wk, p.bk, "bk", modelWidth)) return error;
  if (Check error = checkParameter("wv", p.wv, p.bv, "bv", modelWidth)) return error;
  return checkParameter("wo", p.wo, p.bo, "bo", modelWidth);
}

Check checkArguments(const Matrix& query, const Matrix& key, const Matrix& value, std::size_t numHeads,
                     const MultiHeadOptions& options) {
  if (Check error = checkShapes(query, key, value)) return error;
  if (Check error = checkEqual("value", columns(value), "columns", "query", columns(query))) return error;
  if (numHeads < 1 || columns(query) % numHeads != 0) {
    return Error{ErrorCode::InvalidHeads,
                 sentence({"numHeads is ", numHeads, ", which does not divide d_model ", columns(query)})};
  }
  if (options.needWeights) {
    if (Check error = checkTraceSize(numHeads, rows(query), rows(key))) return error;
  }
  if (Check error = checkNumbers(query, key, value, options.attention)) return error;
  if (options.parameters != nullptr) return checkParameters(*options.parameters, columns(query));
  return {};
}

const Vector* pointer(const std::optional<Vector>& bias) { return bias ? &*bias : nullptr; }

}  // namespace

Expected<MultiHeadTrace> multiHeadAttention(const Matrix& query, const Matrix& key, const Matrix& value,
                                            std::size_t numHeads, const MultiHeadOptions& options) {
  if (Check error = checkArguments(query, key, value, numHeads, options)) return *error;
  const Parameters* p = options.parameters;
  MultiHeadTrace trace;
  trace.q = splitHeads(p ? project(query, p->wq, pointer(p->bq)) : query, numHeads);
  trace.k = splitHeads(p ? project(key, p->wk, pointer(p->bk)) : key, numHeads);
  trace.v = splitHeads(p ? project(value, p->wv, pointer(p->bv)) : value, numHeads);

  const AttentionOptions& how = options.attention;
  const std::optional<Matrix> mask = combinedMask(how.attnMask, how.isCausal, rows(query), rows(key));
  const float scale = how.scale.value_or(1.0f / std::sqrt(static_cast<float>(columns(trace.q))));
  const auto stages = options.needWeights ? attend : attendInBlocks;
  Expected<AttentionTrace> attention = stages(trace.q, trace.k, trace.v, mask, scale);
  if (!attention) return attention.error();
  trace.attention = std::move(*attention);

  trace.concat = concatenate(trace.attention.heads);
  trace.output = p ? project(trace.concat, p->wo, pointer(p->bo)) : trace.concat;
  if (Check error = checkComputedFinite("output", trace.output.data(), trace.output.size())) return *error;
  return trace;
}

}  // namespace attention
