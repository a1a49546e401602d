#include "transformer/head_edits.hpp"

#include <algorithm>
#include <string_view>

#include "kernels/copy.hpp"
#include "kernels/multiply.hpp"
#include "tensor/view.hpp"

namespace attention {

namespace {

Matrix weightsAfter(HeadChange change, std::size_t queries, std::size_t keys, bool isCausal) {
  Matrix weights({queries, keys});
  std::fill(weights.begin(), weights.end(), 0.0f);
  if (change == HeadChange::Off) return weights;
  for (std::size_t l = 0; l < queries; ++l) {
    const std::size_t seen = isCausal ? std::min(l + 1, keys) : keys;
    std::fill_n(&weights(l, 0), seen, 1 / static_cast<float>(seen));
  }
  return weights;
}

}  // namespace

Check checkHead(AttentionPlace place, std::size_t layer, std::size_t head, const ModelConfig& config) {
  constexpr std::string_view kNames[] = {"encoder", "decoder", "cross-attention"};
  const std::size_t decoderLayers = place == AttentionPlace::Cross && !config.hasEncoder() ? 0 : config.decoderLayers;
  const std::size_t layers = place == AttentionPlace::Encoder ? config.layers : decoderLayers;
  if (layer >= layers) {
    return Error{ErrorCode::InvalidSize, sentence({"layer is ", layer, ", the ", kNames[static_cast<std::size_t>(place)],
                                                   " has ", layers, ", counted from 0"})};
  }
  if (head < config.heads) return {};
  return Error{ErrorCode::InvalidSize, sentence({"head is ", head, ", a layer has ", config.heads, ", counted from 0"})};
}

Check checkEdits(const HeadEdits& edits, const ModelConfig& config) {
  for (const HeadEdit& one : edits) {
    if (Check error = checkHead(one.place, one.layer, one.head, config)) return error;
  }
  return {};
}

void edit(const HeadEdits& edits, AttentionPlace place, std::size_t layer, bool isCausal, const Heads& v,
          AttentionTrace& trace) {
  for (const HeadEdit& one : edits) {
    if (one.place != place || one.layer != layer) continue;
    const MutableView output = view(trace.heads, one.head);
    const Matrix weights = weightsAfter(one.change, output.rows, rows(v), isCausal);
    Vector panels = panelStorage(rows(v), columns(v));
    multiply(view(weights), pack(view(v, one.head), panels.data()), output);
    if (trace.weights.size() > 0) copy(view(weights), view(trace.weights, one.head));
  }
}

}  // namespace attention
