// The decoder one token at a time: the keys and values of the tokens that it has read are kept, so that a new token costs
// one row of every product.
#pragma once

#include <vector>

#include "transformer/model.hpp"

namespace attention {

// What a decoder has read: a copy of it is another way to go on.
struct DecoderMemory {
  struct Layer {
    std::vector<float> keys, values;   // (tokens, E) each
  };
  std::vector<Layer> layers;
  std::size_t tokens = 0;
};

class StepDecoder {
 public:
  // encoded (S, E) is the encoder's output, null for a language model. No memory becomes longer than `most` tokens. The
  // model and the options, whose keep and dropout say nothing here, outlive the decoder.
  StepDecoder(const PackedModel& model, const Matrix* encoded, const ForwardOptions& options, std::size_t most);

  // Reads one more token. (1, V): the scores of every token to come next, as decode() and logits() give them for the
  // last row. Errors: InvalidSize, NotFinite.
  Expected<Matrix> read(TokenId token, DecoderMemory& memory) const;

 private:
  struct KeysAndValues {
    Heads keys, values;   // (H, S, D) each
  };

  Expected<Matrix> selfAttention(const Matrix& x, std::size_t layer, DecoderMemory::Layer& memory) const;
  Expected<Matrix> crossAttention(const Matrix& x, std::size_t layer) const;
  Expected<Matrix> attendTo(const KeysAndValues& seen, const Matrix& x, const AttentionPart<Panels>& part,
                            const LayerEdits& edits) const;

  const PackedModel& model_;
  const ForwardOptions& options_;
  Matrix positions_;                   // (most, E)
  std::vector<KeysAndValues> source_;  // of each layer's cross-attention
};

}  // namespace attention
