// Moving a block of a matrix to another place.
#pragma once

#include "tensor/view.hpp"

namespace attention {

// target (M, N) = source (M, N). Both are dense in their columns and do not overlap.
void copy(ConstView source, MutableView target);

}  // namespace attention
