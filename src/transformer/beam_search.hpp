// Beam search (Graves 2012; Wu et al. 2016) that keeps what it looked at, for showing it.
#pragma once

#include <span>
#include <vector>

#include "transformer/model.hpp"

namespace attention {

struct BeamOptions {
  std::size_t width = 4;
  std::size_t most = 64;   // tokens, without </s>
};

struct BeamNode {
  std::size_t parent;      // its place in the tree; kNoParent for a first token
  TokenId id;
  double logProbability;   // natural logarithm, of all tokens from the first to this one
  bool isDone;             // said </s>
};

constexpr std::size_t kNoParent = static_cast<std::size_t>(-1);

struct BeamTree {
  std::vector<BeamNode> nodes;   // parents before their children
  std::size_t best = 0;          // the end of the best hypothesis
};

// At every step the likeliest of all that go on by one token are kept: width, less those that are done. The best of those
// that are done has the largest log P / ((5 + length) / 6)^0.6; of the others, where none is done.
Expected<BeamTree> searchBeams(const PackedModel& model, std::span<const TokenId> source, const BeamOptions& options);

}  // namespace attention
