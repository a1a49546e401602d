// Scores of tokens -> probabilities, and the likeliest.
#pragma once

#include <vector>

#include "transformer/model.hpp"

namespace attention {

// exp(score / temperature), divided by their sum.
std::vector<double> softmax(const float* scores, std::size_t count, double temperature);

// The natural logarithms of softmax with temperature 1.
std::vector<double> logSoftmax(const float* scores, std::size_t count);

// The indices of the `most` largest scores, the largest first; of equal ones the first.
std::vector<TokenId> likeliest(const float* scores, std::size_t count, std::size_t most);

// What a model expects after each row of decoded (L, E).
struct Predictions {
  Matrix candidates, candidateProbabilities;   // (L, most): token ids, the likeliest first
  Vector probabilities;                        // (L): of the tokens that came
  Vector next;                                 // (V): of every token after the last row
};

// came (L) below V.
Predictions predict(const PackedModel& model, const Matrix& decoded, std::span<const TokenId> came, std::size_t most);

}  // namespace attention
