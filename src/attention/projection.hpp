// X -> Q, K or V, split into heads.
#pragma once

#include "attention/row_memory.hpp"
#include "kernels/multiply.hpp"
#include "tensor/tensor.hpp"
#include "tensor/view.hpp"

namespace attention {

// (L, E) -> (H, L, D): head h gets the columns h·D ... (h + 1)·D of x. E is a multiple of numHeads.
Heads splitHeads(ConstView x, std::size_t numHeads);
inline Heads splitHeads(const Matrix& x, std::size_t numHeads) { return splitHeads(view(x), numHeads); }

// (L, E)·(E, E) + (E) -> (L, E). bias may be null. With a memory, only the rows are computed that it does not know: every
// row comes out the same, to the bit, whichever rows are computed beside it.
Matrix project(const Matrix& x, Panels parameter, const float* bias, RowMemory* memory = nullptr);

}  // namespace attention
