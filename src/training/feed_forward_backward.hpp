#pragma once

#include "transformer/feed_forward.hpp"

namespace attention {

// dOutput (L, E) is the gradient of feedForward(x)'s output. Returns that of x; gradient += those of w1 and w2.
// transposed holds the panels of w1ᵀ and w2ᵀ.
Matrix feedForwardBackward(const Matrix& dOutput, const Matrix& x, const FeedForwardTrace& trace,
                           const FeedForwardPart<Panels>& transposed, const FeedForwardPart<MutableView>& gradient);

}  // namespace attention
