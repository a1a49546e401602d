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

void feedForwardSublayer(Matrix& stream, const Matrix& before, const LayerNormTrace& norm, const FeedForwardTrace& trace,
                         const NormPart<const float*>& normPart, const FeedForwardPart<Panels>& transposed,
                         const Dropout& dropout, std::uint64_t site, const NormPart<float*>& normGradient,
                         const FeedForwardPart<MutableView>& gradient) {
  const Matrix dNorm = feedForwardBackward(dropped(stream, dropout, site), norm.output, trace, transposed, gradient);
  layerNormBackward(dNorm, before, norm, normPart, stream, normGradient);
}

void selfAttentionSublayer(Matrix& stream, const Matrix& before, const Sentences& sentences, const LayerNormTrace& norm,
                           const AttentionLayerTrace& trace, const NormPart<const float*>& normPart,
                           const AttentionPart<Panels>& transposed, const Dropout& dropout, std::uint64_t site,
                           const NormPart<float*>& normGradient, const AttentionPart<MutableView>& gradient) {
  AttentionLayerGradient d = attentionLayerBackward(dropped(stream, dropout, site), norm.output, norm.output,
                                                    {sentences.starts, sentences.starts}, trace, transposed, gradient);
  add(d.key.data(), d.key.size(), d.query.data());
  layerNormBackward(d.query, before, norm, normPart, stream, normGradient);
}

}  // namespace

void encoderBlockBackward(Matrix& stream, const Sentences& sentences, const EncoderBlockTrace& trace,
                          const PackedEncoder& transposed, const ForwardOptions& options, std::uint64_t site,
                          const EncoderGradient& gradient) {
  feedForwardSublayer(stream, trace.beforeFeedForward, trace.norm2, trace.ff, transposed.norm2, transposed.ff,
                      options.dropout, site + 1, gradient.norm2, gradient.ff);
  selfAttentionSublayer(stream, trace.beforeSelf, sentences, trace.norm1, trace.self, transposed.norm1, transposed.self,
                        options.dropout, site, gradient.norm1, gradient.self);
}

void decoderBlockBackward(Matrix& stream, const Sentences& sentences, const Encoded& encoded,
                          const DecoderBlockTrace& trace, const PackedDecoder& transposed, const ForwardOptions& options,
                          std::uint64_t site, const DecoderGradient& gradient, Matrix* dEncoded) {
  const bool hasCross = encoded.output != nullptr;
  feedForwardSublayer(stream, trace.beforeFeedForward, hasCross ? trace.norm3 : trace.norm2, trace.ff,
                      hasCross ? transposed.norm3 : transposed.norm2, transposed.ff, options.dropout, site + 2,
                      hasCross ? gradient.norm3 : gradient.norm2, gradient.ff);
  if (hasCross) {
    const AttentionLayerGradient d = attentionLayerBackward(
        dropped(stream, options.dropout, site + 1), trace.norm2.output, *encoded.output,
        {sentences.starts, encoded.sentences->starts}, trace.cross, transposed.cross, gradient.cross);
    add(d.key.data(), d.key.size(), dEncoded->data());
    layerNormBackward(d.query, trace.beforeCross, trace.norm2, transposed.norm2, stream, gradient.norm2);
  }
  selfAttentionSublayer(stream, trace.beforeSelf, sentences, trace.norm1, trace.self, transposed.norm1, transposed.self,
                        options.dropout, site, gradient.norm1, gradient.self);
}

}  // namespace attention
