#pragma once

#include "tensor/view.hpp"
#include "transformer/sentences.hpp"

namespace attention {

// gradient (V, E) += what the gradient dx (L, E) of embed()'s result says of the rows that were looked up.
void embedBackward(const Matrix& dx, const Sentences& sentences, MutableView gradient);

}  // namespace attention
