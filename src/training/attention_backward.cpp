#include "training/attention_backward.hpp"

#include <algorithm>
#include <cmath>

#include "attention/projection.hpp"
#include "kernels/outer_products.hpp"
#include "kernels/softmax_backward.hpp"

namespace attention {

namespace {

// Some rows of the gradients of Q, K, V, each (tokens, E), that belong to one sentence.
struct SentenceGradients {
  ConstView dConcat;     // (L, E)
  MutableView dq;        // (L, E)
  MutableView dk, dv;    // (S, E)
  const Guidance* guidance;   // keys are those of the sentence's rows; null: none
};

// Room for one head of the longest sentence.
struct Scratch {
  Vector scores, panels;
};

// With weights W, scores = q·kᵀ·scale and heads = W·v:
//   dv = Wᵀ·dHeads, dW = dHeads·vᵀ, dScores = softmax backward of dW, dq = dScores·k, dk = dScoresᵀ·q
void attendBackward(const SentenceAttention& sentence, const SentenceGradients& all, Scratch& scratch) {
  const std::size_t queries = rows(sentence.q), keys = rows(sentence.k), width = columns(sentence.q);
  const float scale = 1 / std::sqrt(static_cast<float>(width));
  const MutableView dScores = {scratch.scores.data(), queries, keys, keys};
  float* const panels = scratch.panels.data();
  for (std::size_t h = 0; h < sentence.q.shape(0); ++h) {
    const ConstView weights = view(sentence.attention.weights, h);
    const ConstView dHeads = all.dConcat.columnRange(h * width, width);
    multiply(weights.transposed(), pack(dHeads, panels), all.dv.columnRange(h * width, width));
    multiply(dHeads, pack(view(sentence.v, h).transposed(), panels), dScores);
    for (std::size_t l = 0; l < queries; ++l) {
      softmaxBackward(weights.data + l * keys, keys, scale, dScores.data + l * keys);
    }
    if (all.guidance != nullptr && h == all.guidance->head) {
      addGuidance(weights, all.guidance->keys, all.guidance->factor * scale, dScores);
    }
    multiply(dScores, pack(view(sentence.k, h), panels), all.dq.columnRange(h * width, width));
    multiply(ConstView(dScores).transposed(), pack(view(sentence.q, h), panels), all.dk.columnRange(h * width, width));
  }
}

std::size_t longest(const std::vector<std::size_t>& starts) {
  std::size_t most = 0;
  for (std::size_t i = 0; i + 1 < starts.size(); ++i) most = std::max(most, starts[i + 1] - starts[i]);
  return most;
}

}  // namespace

AttentionLayerGradient attentionLayerBackward(const Matrix& dOutput, const Matrix& query, const Matrix& key,
                                              const Rows& rows, const AttentionLayerTrace& trace,
                                              const AttentionPart<Panels>& transposed,
                                              const AttentionPart<MutableView>& gradient, const Guidance* guidance) {
  addOuterProducts(view(trace.concat), view(dOutput), gradient.wo);
  const Matrix dConcat = project(dOutput, transposed.wo, nullptr);
  Matrix dq(query.shape()), dk(key.shape()), dv(key.shape());

  const std::size_t most = std::max(longest(rows.queries), longest(rows.keys));
  const std::size_t width = columns(trace.sentences[0].q);
  Scratch scratch = {Vector::from_shape({most * most}),
                     Vector::from_shape({static_cast<std::size_t>(
                         std::max(panelsSize(most, width), panelsSize(width, most)))})};
  for (std::size_t i = 0; i < trace.sentences.size(); ++i) {
    const std::size_t first = rows.queries[i], count = rows.queries[i + 1] - first;
    const std::size_t firstKey = rows.keys[i], keys = rows.keys[i + 1] - firstKey;
    Guidance told;
    if (guidance != nullptr) told = {guidance->head, guidance->keys.subspan(first, count), guidance->factor};
    attendBackward(trace.sentences[i],
                   {view(dConcat).rowRange(first, count), view(dq).rowRange(first, count),
                    view(dk).rowRange(firstKey, keys), view(dv).rowRange(firstKey, keys),
                    guidance != nullptr ? &told : nullptr},
                   scratch);
  }

  addOuterProducts(view(query), view(dq), gradient.wq);
  addOuterProducts(view(key), view(dk), gradient.wk);
  addOuterProducts(view(key), view(dv), gradient.wv);
  AttentionLayerGradient result = {project(dq, transposed.wq, nullptr), project(dk, transposed.wk, nullptr)};
  accumulate(view(dv), transposed.wv, view(result.key));
  return result;
}

}  // namespace attention
