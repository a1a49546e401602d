// What the gradient of a parameter is made of: the outer products of all rows of two matrices, summed.
#pragma once

#include "tensor/view.hpp"

namespace attention {

// sums (M, N) += xᵀ · y for x (K, M) and y (K, N). All are dense in their columns.
void addOuterProducts(ConstView x, ConstView y, MutableView sums);

// target (M, N) += source (N, M)ᵀ
void addTransposed(ConstView source, MutableView target);

}  // namespace attention
