// max(0, X·W1)·W2, every token by itself (Vaswani et al. 2017, section 3.3).
#pragma once

#include "kernels/multiply.hpp"
#include "transformer/parts.hpp"

namespace attention {

struct FeedForwardTrace {
  Matrix hidden;   // (L, F), after the rectifier
  Matrix output;   // (L, E)
};

FeedForwardTrace feedForward(const Matrix& x, const FeedForwardPart<Panels>& part);

}  // namespace attention
