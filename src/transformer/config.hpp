// The sizes of a Transformer (Vaswani et al. 2017): an encoder and a decoder that attends to it, or a decoder alone, which
// is a language model. Blocks normalise before each sublayer (Xiong et al. 2020).
#pragma once

#include <cstddef>

#include "tensor/check.hpp"

namespace attention {

struct ModelConfig {
  std::size_t layers = 0;          // of the encoder; 0: a language model
  std::size_t decoderLayers = 0;
  std::size_t heads = 0;           // H
  std::size_t modelWidth = 0;      // E
  std::size_t feedForward = 0;     // F
  std::size_t vocabulary = 0;      // V

  bool hasEncoder() const { return layers > 0; }
  bool operator==(const ModelConfig&) const = default;
};

struct HeadPlace {
  std::size_t layer = 0, head = 0;
};

// The head of the decoder's cross-attention that training tells to align words, and whose picture is shown first: of the
// last layer but one (Garg et al. 2019 find alignment there).
HeadPlace alignmentHead(const ModelConfig& config);

// Errors: InvalidSize, InvalidHeads (heads do not divide modelWidth).
Check checkConfig(const ModelConfig& config);

}  // namespace attention
