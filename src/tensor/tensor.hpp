// The shapes of the project, as names over xtensor. All arrays are row-major; a token is a row.
//
//   L query tokens, S key tokens, E model width (d_model), H heads, D head width (E / H)
#pragma once

#include <cstddef>
#include <cstdint>

#include <xtensor/xtensor.hpp>

namespace attention {

using Vector = xt::xtensor<float, 1>;               // (E)
using Matrix = xt::xtensor<float, 2>;               // (L, E), (L, S), (E, E)
using Heads = xt::xtensor<float, 3>;                // (H, L, D), (H, L, S)
using BooleanMask = xt::xtensor<std::uint8_t, 2>;   // (L, S), 1 = the query may attend to the key

template <class Tensor>
std::size_t rows(const Tensor& tensor) {
  return tensor.shape(tensor.dimension() - 2);
}

template <class Tensor>
std::size_t columns(const Tensor& tensor) {
  return tensor.shape(tensor.dimension() - 1);
}

}  // namespace attention
