// Which source token each target token renders, learnt from the pairs alone: two models, one in each direction, of which
// each token picks one of the other side or none, by what the two tokens are (IBM model 1, Brown et al. 1993) and by how
// near they stand to the diagonal (Dyer, Chahuneau, Smith 2013); and their agreement (Liang, Taskar, Klein 2006).
#pragma once

#include <cstdint>
#include <vector>

#include "training/corpus.hpp"

namespace attention {

struct AlignerOptions {
  std::size_t rounds = 5;     // of expectation and maximisation
  double nowhere = 0.08;      // the chance beforehand that a token renders none
  double tension = 4;         // towards the diagonal
  double agreement = 0.2;     // the product of both chances from which on a link counts
};

// For every example and each of its target tokens a token of its source, or kAnywhere. Tokens are below `vocabulary`.
std::vector<std::vector<std::uint32_t>> align(const Corpus& pairs, std::size_t vocabulary, const AlignerOptions& options = {});

}  // namespace attention
