#include "training/blocks_backward.hpp"

#include "kernels/elementwise.hpp"
#include "training/attention_backward.hpp"
#include "training/feed_forward_backward.hpp"
#include "training/layer_norm_backward.hpp"

namespace attention {

namespace {

// The gradient of what a sublayer made: that of the stream, with the same numbers left out.
Matrix dropped(const Matrix& stream, const Dropout& dropout, std::uint64_t site) {
  Matrix gradient = stream;
  drop(dropout, site, gradient);
  return gradient;
}

// What all sublayers have in common.
struct Sublayer {
  const Matrix& before;                  // the stream that it read
  const LayerNormTrace& norm;
  const NormPart<const float*>& part;
  const NormPart<float*>& gradient;
  const Dropout& dropout;
  std::uint64_t site;
};

void throughFeedForward(Matrix& stream, const Sublayer& sublayer, const FeedForwardTrace& trace,
                        const FeedForwardPart<Panels>& transposed, const FeedForwardPart<MutableView>& gradient) {
  const Matrix dNorm = feedForwardBackward(dropped(stream, sublayer.dropout, sublayer.site), sublayer.norm.output, trace,
                                           transposed, gradient);
  layerNormBackward(dNorm, sublayer.before, sublayer.norm, sublayer.part, stream, sublayer.gradient);
}

// Self-attention without dKey: the keys are the queries' own rows.
void throughAttention(Matrix& stream, const Sublayer& sublayer, const Matrix& key, const Rows& rows,
                      const AttentionLayerTrace& trace, const AttentionPart<Panels>& transposed,
                      const AttentionPart<MutableView>& gradient, const Guidance* guidance, Matrix* dKey) {
  AttentionLayerGradient d = attentionLayerBackward(dropped(stream, sublayer.dropout, sublayer.site),
                                                    sublayer.norm.output, key, rows, trace, transposed, gradient,
                                                    guidance);
  Matrix& sum = dKey != nullptr ? *dKey : d.query;
  add(d.key.data(), d.key.size(), sum.data());
  layerNormBackward(d.query, sublayer.before, sublayer.norm, sublayer.part, stream, sublayer.gradient);
}

}  // namespace

void encoderBlockBackward(Matrix& stream, const Sentences& sentences, const EncoderBlockTrace& trace,
                          const PackedEncoder& transposed, const ForwardOptions& options, std::uint64_t site,
                          const EncoderGradient& gradient) {
  const Rows rows = {sentences.starts, sentences.starts};
  throughFeedForward(stream,
                     {trace.beforeFeedForward, trace.norm2, transposed.norm2, gradient.norm2, options.dropout, site + 1},
                     trace.ff, transposed.ff, gradient.ff);
  throughAttention(stream, {trace.beforeSelf, trace.norm1, transposed.norm1, gradient.norm1, options.dropout, site},
                   trace.norm1.output, rows, trace.self, transposed.self, gradient.self, nullptr, nullptr);
}

void decoderBlockBackward(Matrix& stream, const Sentences& sentences, const Encoded& encoded,
                          const DecoderBlockTrace& trace, const PackedDecoder& transposed, const ForwardOptions& options,
                          std::uint64_t site, const DecoderGradient& gradient, const Guidance* guidance, Matrix* dEncoded) {
  const bool hasCross = encoded.output != nullptr;
  const Dropout& dropout = options.dropout;
  throughFeedForward(stream,
                     {trace.beforeFeedForward, hasCross ? trace.norm3 : trace.norm2,
                      hasCross ? transposed.norm3 : transposed.norm2, hasCross ? gradient.norm3 : gradient.norm2, dropout,
                      site + 2},
                     trace.ff, transposed.ff, gradient.ff);
  if (hasCross) {
    throughAttention(stream, {trace.beforeCross, trace.norm2, transposed.norm2, gradient.norm2, dropout, site + 1},
                     *encoded.output, {sentences.starts, encoded.sentences->starts}, trace.cross, transposed.cross,
                     gradient.cross, guidance, dEncoded);
  }
  throughAttention(stream, {trace.beforeSelf, trace.norm1, transposed.norm1, gradient.norm1, dropout, site},
                   trace.norm1.output, {sentences.starts, sentences.starts}, trace.self, transposed.self, gradient.self,
                   nullptr, nullptr);
}

}  // namespace attention
