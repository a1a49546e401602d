// The parts of softmax over one row of scores, which are finite or -Infinity (may not attend).
#pragma once

#include <cstddef>

namespace attention {

struct Survey {
  float largest;
  bool areFinite;   // all of them
};

Survey survey(const float* scores, std::size_t count);

// to[s] = exp(scores[s] - top), s = 0 ... count - 1, within 2 units in the last place; returns their sum. top is finite
// and no smaller than any score. to may be the same array as scores.
double exponentials(const float* scores, std::size_t count, float top, float* to);

// weights[s] = exp(scores[s] - max) / Σ exp(scores - max); rows sum to 1 within 1e-6. weights may be the same array as
// scores. A row of only -Infinity gives weights of 0 and the answer false.
bool softmax(const float* scores, std::size_t count, float* weights);

// The same where the largest score is known.
bool softmax(const float* scores, std::size_t count, float top, float* weights);

}  // namespace attention
