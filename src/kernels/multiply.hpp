// The matrix product every stage is made of.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/lanes.hpp"
#include "tensor/view.hpp"

namespace attention {

constexpr std::size_t kPanelWidth = 2 * kLanes;

// b (K, N) in the order in which the product reads it: panels of kPanelWidth columns, each (K, kPanelWidth) without gaps,
// the last one filled up with zeros. A matrix that is used again is packed once.
struct Panels {
  const float* data;
  std::size_t rows;
  std::size_t columns;
  std::size_t stride;   // from panel to panel

  Panels rowRange(std::size_t first, std::size_t count) const {
    return {data + first * kPanelWidth, count, columns, stride};
  }

  // first is a multiple of kPanelWidth
  Panels columnRange(std::size_t first, std::size_t count) const {
    return {data + first / kPanelWidth * stride, rows, count, stride};
  }
};

// How many floats the panels of a (rows, columns) matrix take.
constexpr std::uint64_t panelsSize(std::uint64_t rows, std::uint64_t columns) {
  return (columns + kPanelWidth - 1) / kPanelWidth * kPanelWidth * rows;
}

// Room for the panels of a (rows, columns) matrix.
inline Vector panelStorage(std::size_t rows, std::size_t columns) {
  return Vector::from_shape({static_cast<std::size_t>(panelsSize(rows, columns))});
}

// storage has room for panelsSize(b.rows, b.columns) floats and outlives the result.
Panels pack(ConstView b, float* storage);

// c (M, N) = a (M, K) · b (K, N) · factor. A transposed view of b makes it a · bᵀ. c is dense in its columns and overlaps
// neither a nor b. Sums run in float32 in blocks of 256 products, so that the rounding error grows with the block, not with K.
void multiply(ConstView a, Panels b, MutableView c, float factor = 1);

// c (M, N) += a (M, K) · b (K, N)
void accumulate(ConstView a, Panels b, MutableView c);

}  // namespace attention
