// The shapes of the project, as names over xtensor. All arrays are row-major; a token is a row.
//
//   L query tokens, S key tokens, E model width (d_model), H heads, D head width (E / H)
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <xtensor/xtensor.hpp>

#include "tensor/arena.hpp"

namespace attention {

template <class Scalar, std::size_t Rank>
using Tensor = xt::xtensor<Scalar, Rank, xt::layout_type::row_major, ArenaAllocator<Scalar>>;

using Vector = Tensor<float, 1>;               // (E)
using Matrix = Tensor<float, 2>;               // (L, E), (L, S), (E, E)
using Heads = Tensor<float, 3>;                // (H, L, D), (H, L, S)
using ByteMatrix = Tensor<std::uint8_t, 2>;
using BooleanMask = ByteMatrix;                // (L, S), 1 = the query may attend to the key

using Indices = std::vector<std::size_t, ArenaAllocator<std::size_t>>;

template <class Array>
std::size_t rows(const Array& tensor) {
  return tensor.shape(tensor.dimension() - 2);
}

template <class Array>
std::size_t columns(const Array& tensor) {
  return tensor.shape(tensor.dimension() - 1);
}

}  // namespace attention
