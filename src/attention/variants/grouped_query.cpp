#include "attention/variants/grouped_query.hpp"

#include "attention/variants/stages.hpp"
#include "kernels/multiply.hpp"

namespace attention {

namespace {

// The heads of one group lie one below the other: as many rows as they have together.
template <class HeadsOfAll>
auto groupOf(HeadsOfAll& heads, std::size_t group, std::size_t size) {
  auto whole = view(heads, group * size);
  whole.rows *= size;
  return whole;
}

}  // namespace

Expected<AttentionTrace> groupedQueryAttention(const Heads& q, const Heads& k, const Heads& v,
                                               const AttentionOptions& options) {
  if (Check error = checkTensors(q, k, v, options)) return *error;
  if (Check error = checkEqual("v", v.shape(0), "heads", "k", k.shape(0))) return *error;
  const std::size_t groups = k.shape(0);
  if (q.shape(0) % groups != 0) {
    return Error{ErrorCode::InvalidHeads,
                 sentence({"k has ", groups, " heads, which do not divide the ", q.shape(0), " of q"})};
  }
  const std::size_t size = q.shape(0) / groups;

  AttentionTrace trace;
  trace.scores = Heads({q.shape(0), rows(q), rows(k)});
  Vector keyPanels = panelStorage(columns(k), rows(k));
  for (std::size_t g = 0; g < groups; ++g) {
    multiply(groupOf(q, g, size), pack(view(k, g).transposed(), keyPanels.data()), groupOf(trace.scores, g, size));
  }
  if (Check error = scaleScores(trace, scaleOf(options, q))) return *error;
  if (Check error = maskScores(trace, trace.scaled, options)) return *error;
  softmaxScores(trace);
  trace.heads = Heads({q.shape(0), rows(q), columns(v)});
  Vector valuePanels = panelStorage(rows(v), columns(v));
  for (std::size_t g = 0; g < groups; ++g) {
    multiply(groupOf(trace.weights, g, size), pack(view(v, g), valuePanels.data()), groupOf(trace.heads, g, size));
  }
  if (Check error = checkComputedFinite("output", trace.heads.data(), trace.heads.size())) return *error;
  return trace;
}

Expected<AttentionTrace> multiQueryAttention(const Heads& q, const Heads& k, const Heads& v,
                                             const AttentionOptions& options) {
  if (k.shape(0) > 1) {
    return Error{ErrorCode::ShapeMismatch,
                 sentence({"k has ", k.shape(0), " heads, multi-query attention has 1 for all queries"})};
  }
  return groupedQueryAttention(q, k, v, options);
}

Bytes groupedQueryBytes(const AttentionSize& size) { return attendBytes(size, Keep::Everything); }

}  // namespace attention
