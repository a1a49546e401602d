// Heads that are turned off, or made to look everywhere alike, to see what they were good for.
#pragma once

#include <vector>

#include "attention/scaled_dot_product.hpp"
#include "transformer/config.hpp"

namespace attention {

// Which attention: of the encoder to itself, of the decoder to itself, of the decoder to the encoder.
enum class AttentionPlace { Encoder, Decoder, Cross };

enum class HeadChange {
  Off,       // all weights are 0
  Average,   // every key that a query may see has the same weight
};

struct HeadEdit {
  AttentionPlace place;
  std::size_t layer, head;
  HeadChange change;
};

using HeadEdits = std::vector<HeadEdit>;

// The model has such a head; it has those of all edits. Errors: InvalidSize.
Check checkHead(AttentionPlace place, std::size_t layer, std::size_t head, const ModelConfig& config);
Check checkEdits(const HeadEdits& edits, const ModelConfig& config);

// Exchanges the weights (where they are kept) and outputs of the edited heads of one layer. v (H, S, D).
void edit(const HeadEdits& edits, AttentionPlace place, std::size_t layer, bool isCausal, const Heads& v,
          AttentionTrace& trace);

}  // namespace attention
