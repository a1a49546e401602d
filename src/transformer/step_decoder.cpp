#include "transformer/step_decoder.hpp"

#include <cmath>

#include "attention/concatenation.hpp"
#include "attention/projection.hpp"
#include "kernels/elementwise.hpp"
#include "transformer/token_vectors.hpp"

namespace attention {

namespace {

void append(const Matrix& row, std::vector<float>& rows) { rows.insert(rows.end(), row.begin(), row.end()); }

ConstView viewRows(const std::vector<float>& rows, std::size_t width) {
  return {rows.data(), rows.size() / width, width, width};
}

}  // namespace

StepDecoder::StepDecoder(const PackedModel& model, const Matrix* encoded, const ForwardOptions& options, std::size_t most)
    : model_(model), options_(options), positions_(sinusoidalPositions(most, model.config.modelWidth)) {
  if (encoded == nullptr) return;
  for (const PackedDecoder& part : model.parts.decoder) {
    source_.push_back({splitHeads(project(*encoded, part.cross.wk, nullptr), options.heads),
                       splitHeads(project(*encoded, part.cross.wv, nullptr), options.heads)});
  }
}

Expected<Matrix> StepDecoder::read(TokenId token, DecoderMemory& memory) const {
  const std::size_t width = model_.config.modelWidth;
  if (token >= model_.config.vocabulary) {
    return Error{ErrorCode::InvalidSize,
                 sentence({"a token is ", token, ", but the vocabulary has ", model_.config.vocabulary, " tokens"})};
  }
  if (memory.tokens >= rows(positions_)) {
    return Error{ErrorCode::InvalidSize, sentence({"there are ", memory.tokens + 1, " tokens, the most is ", rows(positions_)})};
  }
  memory.layers.resize(model_.parts.decoder.size());
  Matrix x({1, width});
  scale(model_.embedding.data + token * model_.embedding.rowStride, width, std::sqrt(static_cast<float>(width)), x.data());
  add(&positions_(memory.tokens, 0), width, x.data());
  ++memory.tokens;
  for (std::size_t i = 0; i < memory.layers.size(); ++i) {
    const PackedDecoder& part = model_.parts.decoder[i];
    const Expected<Matrix> self = selfAttention(layerNorm(x, part.norm1).output, i, memory.layers[i]);
    if (!self) return self.error();
    add(self->data(), width, x.data());
    if (!source_.empty()) {
      const Expected<Matrix> cross = crossAttention(layerNorm(x, part.norm2).output, i);
      if (!cross) return cross.error();
      add(cross->data(), width, x.data());
    }
    const Matrix normal = layerNorm(x, source_.empty() ? part.norm2 : part.norm3).output;
    const Matrix made = feedForward(normal, part.ff).output;
    add(made.data(), width, x.data());
  }
  const Matrix decoded = layerNorm(x, model_.parts.decoderNorm).output;
  return logits(model_, view(decoded));
}

Expected<Matrix> StepDecoder::selfAttention(const Matrix& x, std::size_t layer, DecoderMemory::Layer& memory) const {
  const AttentionPart<Panels>& part = model_.parts.decoder[layer].self;
  append(project(x, part.wk, nullptr), memory.keys);
  append(project(x, part.wv, nullptr), memory.values);
  const KeysAndValues seen = {splitHeads(viewRows(memory.keys, columns(x)), options_.heads),
                              splitHeads(viewRows(memory.values, columns(x)), options_.heads)};
  return attendTo(seen, x, part, {options_.edits, AttentionPlace::Decoder, layer});
}

Expected<Matrix> StepDecoder::crossAttention(const Matrix& x, std::size_t layer) const {
  return attendTo(source_[layer], x, model_.parts.decoder[layer].cross, {options_.edits, AttentionPlace::Cross, layer});
}

// No mask: nothing that is kept comes after the token.
Expected<Matrix> StepDecoder::attendTo(const KeysAndValues& seen, const Matrix& x, const AttentionPart<Panels>& part,
                                       const LayerEdits& edits) const {
  const Heads q = splitHeads(project(x, part.wq, nullptr), options_.heads);
  const float factor = 1 / std::sqrt(static_cast<float>(columns(q)));
  Expected<AttentionTrace> trace = attend(q, seen.keys, seen.values, {}, factor, Keep::Weights);
  if (!trace) return trace.error();
  edit(edits.edits, edits.place, edits.layer, false, seen.values, *trace);
  return project(concatenate(trace->heads), part.wo, nullptr);
}

}  // namespace attention
