#include "attention/variants/multiplicative.hpp"

#include "attention/scores.hpp"
#include "attention/variants/stages.hpp"
#include "kernels/multiply.hpp"

namespace attention {

Expected<AttentionTrace> dotAttention(const Heads& q, const Heads& k, const Heads& v, const AttentionOptions& options) {
  if (Check error = checkArguments(q, k, v, options)) return *error;
  AttentionTrace trace;
  trace.scores = scores(q, k);
  if (Check error = attendScored(trace, v, options.scale.value_or(1.0f), options)) return *error;
  return trace;
}

Expected<MultiplicativeTrace> multiplicativeAttention(const Heads& q, const Heads& k, const Heads& v, const Heads& w,
                                                      const AttentionOptions& options) {
  if (Check error = checkHeads("q", q)) return *error;
  if (Check error = checkHeads("w", w)) return *error;
  if (Check error = checkEqual("w", w.shape(0), "heads", "q", q.shape(0))) return *error;
  if (Check error = checkEqual("w", rows(w), "rows", "q", columns(q), "columns")) return *error;
  if (Check error = checkEqual("k", columns(k), "columns", "w", columns(w))) return *error;
  MultiplicativeTrace trace;
  trace.transformed = product(q, w);
  if (Check error = checkComputedFinite("q·w", trace.transformed.data(), trace.transformed.size())) return *error;
  if (Check error = checkArguments(trace.transformed, k, v, options)) return *error;
  trace.scores = scores(trace.transformed, k);
  if (Check error = attendScored(trace, v, options.scale.value_or(1.0f), options)) return *error;
  return trace;
}

Bytes multiplicativeBytes(const AttentionSize& size, std::uint64_t queryWidth) {
  return attendBytes(size, Keep::Everything)
      .add(size.numHeads * size.queries * size.width)
      .add(panelsSize(queryWidth, size.width));
}

}  // namespace attention
