#include "transformer/attention_layer.hpp"

#include <cmath>
#include <utility>

#include "attention/concatenation.hpp"
#include "attention/projection.hpp"

namespace attention {

Expected<AttentionLayerTrace> attentionLayer(const Matrix& query, const Matrix& key, const Rows& rows,
                                             std::size_t numHeads, const AttentionPart<Panels>& part, bool isCausal,
                                             Keep keep, const LayerEdits* edits) {
  const std::size_t width = columns(query) / numHeads;
  const float scale = 1 / std::sqrt(static_cast<float>(width));
  const Matrix q = project(query, part.wq, nullptr);
  const Matrix k = project(key, part.wk, nullptr);
  const Matrix v = project(key, part.wv, nullptr);
  AttentionLayerTrace trace;
  trace.concat = Matrix(query.shape());
  trace.sentences.resize(rows.queries.size() - 1);
  for (std::size_t i = 0; i < trace.sentences.size(); ++i) {
    SentenceAttention& sentence = trace.sentences[i];
    const std::size_t first = rows.queries[i], count = rows.queries[i + 1] - first;
    const std::size_t firstKey = rows.keys[i], keys = rows.keys[i + 1] - firstKey;
    sentence.q = splitHeads(view(q).rowRange(first, count), numHeads);
    sentence.k = splitHeads(view(k).rowRange(firstKey, keys), numHeads);
    sentence.v = splitHeads(view(v).rowRange(firstKey, keys), numHeads);
    Expected<AttentionTrace> attention = attend(sentence.q, sentence.k, sentence.v, {nullptr, isCausal}, scale, keep);
    if (!attention) return attention.error();
    sentence.attention = std::move(*attention);
    if (edits != nullptr) edit(edits->edits, edits->place, edits->layer, isCausal, sentence.v, sentence.attention);
    concatenate(sentence.attention.heads, view(trace.concat).rowRange(first, count));
  }
  trace.output = project(trace.concat, part.wo, nullptr);
  return trace;
}

}  // namespace attention
