// What a model says, token by token.
#pragma once

#include <span>
#include <vector>

#include "transformer/model.hpp"

namespace attention {

// Always the likeliest next token, until it is `end` or there are `most`; neither `start`, with which the decoder begins, nor
// `end` is among the result. source, after which comes `end` too, is unused by a language model.
struct GreedyOptions {
  TokenId start = 1, end = 2;
  std::size_t most = 64;
};

Expected<std::vector<TokenId>> generateGreedily(const PackedModel& model, std::span<const TokenId> source,
                                                const GreedyOptions& options);

}  // namespace attention
