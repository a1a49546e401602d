// One row of softmax.
#pragma once

#include <cstddef>

namespace attention {

// weights[s] = exp(scores[s] - max) / Σ exp(scores - max), s = 0 ... count - 1; rows sum to 1 within 1e-6.
// Scores are finite or -Infinity (may not attend). A row of only -Infinity gives weights of 0 and the answer false.
// weights may be the same array as scores.
bool softmax(const float* scores, std::size_t count, float* weights);

}  // namespace attention
