// The heads' outputs side by side.
#pragma once

#include "tensor/tensor.hpp"
#include "tensor/view.hpp"

namespace attention {

// (H, L, D) -> (L, H·D): head h fills the columns h·D ... (h + 1)·D.
Matrix concatenate(const Heads& heads);
void concatenate(const Heads& heads, MutableView result);

}  // namespace attention
