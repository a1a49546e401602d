// The Transformer: the conductor that calls every block in order and keeps what it made.
#pragma once

#include <vector>

#include "tensor/check.hpp"
#include "transformer/blocks.hpp"
#include "transformer/model_parameters.hpp"

namespace attention {

struct ModelTrace {
  std::vector<EncoderBlockTrace> encoder;
  Matrix encoderStream;           // (S, E), after the last block
  LayerNormTrace encoderNorm;     // its output is what the decoder attends to
  std::vector<DecoderBlockTrace> decoder;
  Matrix decoderStream;           // (L, E)
  LayerNormTrace decoderNorm;     // its output, times the embeddings, is the logits
};

// source is the encoder's input (unused by a language model), target the decoder's, which begins with the token <s>; both
// have as many sentences. Errors: InvalidSize, ShapeMismatch, NotFinite.
Expected<ModelTrace> runModel(const PackedModel& model, const Sentences& source, const Sentences& target,
                              const ForwardOptions& options);

// Its two halves: each fills its part of the trace. decode() reads the encoder's.
Check encode(const PackedModel& model, const Sentences& source, const ForwardOptions& options, ModelTrace& trace);
Check decode(const PackedModel& model, const Sentences& source, const Sentences& target, const ForwardOptions& options,
             ModelTrace& trace);

// (L, V): the scores of every token to come next, for some rows of the decoder's output.
Matrix logits(const PackedModel& model, ConstView decoded);

// The dropout sites of the embeddings and the blocks.
std::uint64_t siteOfSource();
std::uint64_t siteOfTarget();
std::uint64_t siteOfEncoder(std::size_t block);
std::uint64_t siteOfDecoder(const ModelConfig& config, std::size_t block);

}  // namespace attention
