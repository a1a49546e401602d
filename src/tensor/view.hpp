// What a kernel sees of a matrix: a pointer, a shape and two strides. Transposing is exchanging the strides.
#pragma once

#include <cstddef>
#include <type_traits>

#include "tensor/tensor.hpp"

namespace attention {

template <class Scalar>
struct MatrixView {
  Scalar* data;
  std::size_t rows;
  std::size_t columns;
  std::size_t rowStride;
  std::size_t columnStride = 1;

  operator MatrixView<const Scalar>() const
    requires(!std::is_const_v<Scalar>)
  {
    return {data, rows, columns, rowStride, columnStride};
  }

  MatrixView transposed() const { return {data, columns, rows, columnStride, rowStride}; }

  MatrixView rowRange(std::size_t first, std::size_t count) const {
    return {data + first * rowStride, count, columns, rowStride, columnStride};
  }

  MatrixView columnRange(std::size_t first, std::size_t count) const {
    return {data + first * columnStride, rows, count, rowStride, columnStride};
  }
};

using ConstView = MatrixView<const float>;
using MutableView = MatrixView<float>;

inline ConstView view(const Matrix& matrix) {
  return {matrix.data(), rows(matrix), columns(matrix), columns(matrix)};
}

inline MutableView view(Matrix& matrix) { return {matrix.data(), rows(matrix), columns(matrix), columns(matrix)}; }

// The matrix of one head: (L, D) of (H, L, D), or (L, S) of (H, L, S).
inline ConstView view(const Heads& heads, std::size_t head) {
  return {heads.data() + head * rows(heads) * columns(heads), rows(heads), columns(heads), columns(heads)};
}

inline MutableView view(Heads& heads, std::size_t head) {
  return {heads.data() + head * rows(heads) * columns(heads), rows(heads), columns(heads), columns(heads)};
}

}  // namespace attention
