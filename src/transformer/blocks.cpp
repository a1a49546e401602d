#include "transformer/blocks.hpp"

#include <utility>

#include "kernels/elementwise.hpp"

namespace attention {

namespace {

// x + dropout(what the sublayer made), which stays in the trace as it was made.
Matrix residual(const Matrix& x, const Matrix& made, const Dropout& dropout, std::uint64_t site) {
  Matrix sum = made;
  drop(dropout, site, sum);
  add(x.data(), x.size(), sum.data());
  return sum;
}

}  // namespace

Expected<Matrix> encoderBlock(Matrix x, const Sentences& sentences, const PackedEncoder& part,
                              const ForwardOptions& options, std::size_t layer, std::uint64_t site,
                              EncoderBlockTrace& trace) {
  const LayerEdits edits = {options.edits, AttentionPlace::Encoder, layer};
  trace.beforeSelf = std::move(x);
  trace.norm1 = layerNorm(trace.beforeSelf, part.norm1);
  Expected<AttentionLayerTrace> self = attentionLayer(trace.norm1.output, trace.norm1.output,
                                                      {sentences.starts, sentences.starts}, options.heads, part.self,
                                                      false, options.keep, &edits);
  if (!self) return self.error();
  trace.self = std::move(*self);
  trace.beforeFeedForward = residual(trace.beforeSelf, trace.self.output, options.dropout, site);

  trace.norm2 = layerNorm(trace.beforeFeedForward, part.norm2);
  trace.ff = feedForward(trace.norm2.output, part.ff);
  return residual(trace.beforeFeedForward, trace.ff.output, options.dropout, site + 1);
}

Expected<Matrix> decoderBlock(Matrix x, const Sentences& sentences, const Encoded& encoded, const PackedDecoder& part,
                              const ForwardOptions& options, std::size_t layer, std::uint64_t site,
                              DecoderBlockTrace& trace) {
  const LayerEdits edits = {options.edits, AttentionPlace::Decoder, layer};
  trace.beforeSelf = std::move(x);
  trace.norm1 = layerNorm(trace.beforeSelf, part.norm1);
  Expected<AttentionLayerTrace> self = attentionLayer(trace.norm1.output, trace.norm1.output,
                                                      {sentences.starts, sentences.starts}, options.heads, part.self,
                                                      true, options.keep, &edits);
  if (!self) return self.error();
  trace.self = std::move(*self);
  Matrix stream = residual(trace.beforeSelf, trace.self.output, options.dropout, site);

  if (encoded.output != nullptr) {
    trace.beforeCross = std::move(stream);
    trace.norm2 = layerNorm(trace.beforeCross, part.norm2);
    const LayerEdits crossEdits = {options.edits, AttentionPlace::Cross, layer};
    Expected<AttentionLayerTrace> cross = attentionLayer(trace.norm2.output, *encoded.output,
                                                         {sentences.starts, encoded.sentences->starts}, options.heads,
                                                         part.cross, false, options.keep, &crossEdits);
    if (!cross) return cross.error();
    trace.cross = std::move(*cross);
    stream = residual(trace.beforeCross, trace.cross.output, options.dropout, site + 1);
  }

  trace.beforeFeedForward = std::move(stream);
  const bool hasCross = encoded.output != nullptr;
  LayerNormTrace& norm = hasCross ? trace.norm3 : trace.norm2;
  norm = layerNorm(trace.beforeFeedForward, hasCross ? part.norm3 : part.norm2);
  trace.ff = feedForward(norm.output, part.ff);
  return residual(trace.beforeFeedForward, trace.ff.output, options.dropout, site + 2);
}

}  // namespace attention
