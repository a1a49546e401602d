// The matrix product every stage is made of.
#pragma once

#include "tensor/view.hpp"

namespace attention {

// c (M, N) = a (M, K) · b (K, N). A transposed view makes it a · bᵀ. c is dense in its columns and overlaps neither
// a nor b. Sums run in float32 in blocks of 128 products, so that the rounding error grows with the block, not with K.
void multiply(ConstView a, ConstView b, MutableView c);

}  // namespace attention
