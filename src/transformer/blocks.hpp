// The blocks of the encoder and of the decoder: every sublayer reads a normalised copy of the stream and adds to it.
//
//   x -> x + attention(norm1(x)) -> + cross(norm2(...), encoded) -> + feedForward(norm(...))
#pragma once

#include "transformer/attention_layer.hpp"
#include "transformer/dropout.hpp"
#include "transformer/feed_forward.hpp"
#include "transformer/layer_norm.hpp"

namespace attention {

using PackedEncoder = EncoderPart<Panels, const float*>;
using PackedDecoder = DecoderPart<Panels, const float*>;

// How a forward pass is made, the same for all blocks.
struct ForwardOptions {
  std::size_t heads = 1;
  Keep keep = Keep::Everything;   // training keeps the weights, the page everything
  Dropout dropout;                // of what a sublayer adds, and of the embeddings
  HeadEdits edits = {};           // of which heads are turned off
};

// The stream before each sublayer, and what the sublayer made.
struct EncoderBlockTrace {
  Matrix beforeSelf, beforeFeedForward;
  LayerNormTrace norm1, norm2;
  AttentionLayerTrace self;
  FeedForwardTrace ff;
};

struct DecoderBlockTrace {
  Matrix beforeSelf, beforeCross, beforeFeedForward;
  LayerNormTrace norm1, norm2, norm3;   // norm3 is empty without cross-attention
  AttentionLayerTrace self, cross;
  FeedForwardTrace ff;
};

// Each returns the stream after the block, which is the layer'th of its kind. site is the first of kSitesOfBlock numbers that no other block has.
constexpr std::uint64_t kSitesOfBlock = 3;

Expected<Matrix> encoderBlock(Matrix x, const Sentences& sentences, const PackedEncoder& part,
                              const ForwardOptions& options, std::size_t layer, std::uint64_t site,
                              EncoderBlockTrace& trace);

// What the decoder attends to: the encoder's output and its sentences.
struct Encoded {
  const Matrix* output = nullptr;   // null: no cross-attention
  const Sentences* sentences = nullptr;
};

Expected<Matrix> decoderBlock(Matrix x, const Sentences& sentences, const Encoded& encoded, const PackedDecoder& part,
                              const ForwardOptions& options, std::size_t layer, std::uint64_t site,
                              DecoderBlockTrace& trace);

}  // namespace attention
