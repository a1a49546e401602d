#pragma once

#include "training/guidance.hpp"
#include "transformer/blocks.hpp"

namespace attention {

using EncoderGradient = EncoderPart<MutableView, float*>;
using DecoderGradient = DecoderPart<MutableView, float*>;

// stream holds the gradient of the block's result and becomes that of its argument x; gradient += those of the parameters.
// transposed holds the panels of their transposes.
void encoderBlockBackward(Matrix& stream, const Sentences& sentences, const EncoderBlockTrace& trace,
                          const PackedEncoder& transposed, const ForwardOptions& options, std::uint64_t site,
                          const EncoderGradient& gradient);

// dEncoded += the gradient of what the block attended to, guidance is for its cross-attention; both null without one.
void decoderBlockBackward(Matrix& stream, const Sentences& sentences, const Encoded& encoded,
                          const DecoderBlockTrace& trace, const PackedDecoder& transposed, const ForwardOptions& options,
                          std::uint64_t site, const DecoderGradient& gradient, const Guidance* guidance, Matrix* dEncoded);

}  // namespace attention
