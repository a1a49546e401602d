// Multi-head attention with trained parameters, sentence by sentence over the rows of a batch.
#pragma once

#include <vector>

#include "attention/scaled_dot_product.hpp"
#include "kernels/multiply.hpp"
#include "transformer/head_edits.hpp"
#include "transformer/parts.hpp"
#include "transformer/sentences.hpp"

namespace attention {

struct SentenceAttention {
  Heads q, k, v;              // (H, L, D), (H, S, D), (H, S, D)
  AttentionTrace attention;   // scores ... heads
};

struct AttentionLayerTrace {
  std::vector<SentenceAttention> sentences;
  Matrix concat;   // (rows, E), the heads' outputs side by side
  Matrix output;   // (rows, E), concat·W_O
};

// Where the rows of the queries and of the keys begin in each sentence: the same in self-attention.
struct Rows {
  const std::vector<std::size_t>& queries;
  const std::vector<std::size_t>& keys;
};

// Which layer of which attention it is, and what is done to heads.
struct LayerEdits {
  const HeadEdits& edits;
  AttentionPlace place;
  std::size_t layer;
};

// query (rows, E), key (rows, E): every sentence's queries attend to its own keys. Errors: NotFinite.
Expected<AttentionLayerTrace> attentionLayer(const Matrix& query, const Matrix& key, const Rows& rows,
                                             std::size_t numHeads, const AttentionPart<Panels>& part, bool isCausal,
                                             Keep keep, const LayerEdits* edits = nullptr);

}  // namespace attention
