// The heads' outputs side by side.
#pragma once

#include "tensor/tensor.hpp"

namespace attention {

// (H, L, D) -> (L, H·D): head h fills the columns h·D ... (h + 1)·D.
Matrix concatenate(const Heads& heads);

}  // namespace attention
