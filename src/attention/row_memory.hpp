// What a projection computed last, so that the rows of X that did not change need not be computed again: a key press
// changes one word of a sentence.
#pragma once

#include <cstddef>

#include "tensor/room.hpp"
#include "tensor/tensor.hpp"

namespace attention {

class RowMemory {
 public:
  // The row of the latest output that belongs to row `index` of x, if that row is the same as in the latest x; else null.
  const float* find(const Matrix& x, std::size_t index) const;

  // Keeps copies of x (L, E) and output (L, N); forgets both where they are too large, or the machine has not got the room.
  void remember(const Matrix& x, const Matrix& output);

 private:
  Room<float> x_, output_;
  std::size_t rows_ = 0, width_ = 0, outputWidth_ = 0;
};

}  // namespace attention
