// X -> Q, K or V, split into heads.
#pragma once

#include "tensor/tensor.hpp"

namespace attention {

// (L, E) -> (H, L, D): head h gets the columns h·D ... (h + 1)·D of x. E is a multiple of numHeads.
Heads splitHeads(const Matrix& x, std::size_t numHeads);

// (L, E)·(E, E) + (E) -> (L, E). bias may be null.
Matrix project(const Matrix& x, const Matrix& parameter, const Vector* bias);

}  // namespace attention
