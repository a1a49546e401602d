// What a model says, token by token.
#pragma once

#include <span>
#include <vector>

#include "transformer/model.hpp"

namespace attention {

// After the tokens of prefix, always the likeliest next one, until it is `end` or there are `most`, those of prefix
// included; neither `start`, with which the decoder begins, nor `end` is among the result. source is what the encoder
// reads, with </s> at its end; a language model does not use it.
struct GreedyOptions {
  TokenId start = kStart, end = kEnd;
  std::size_t most = 64;
  std::span<const TokenId> prefix = {};
  HeadEdits edits = {};
};

Expected<std::vector<TokenId>> generateGreedily(const PackedModel& model, std::span<const TokenId> source,
                                                const GreedyOptions& options);

// Drawn at random by a language model, after the tokens of prefix, until it is `end` or there are `most` new ones.
struct SamplingOptions {
  double temperature = 1;        // divides the scores
  std::size_t topK = 0;          // only so many of the likeliest (Fan, Lewis, Dauphin 2018); 0: all
  double topP = 1;               // only the likeliest that have this probability together (Holtzman et al. 2020)
  std::uint32_t seed = 1;
  std::size_t most = 32;
};

Expected<std::vector<TokenId>> sample(const PackedModel& model, std::span<const TokenId> prefix,
                                      const SamplingOptions& options);

}  // namespace attention
