// Register blocking after Goto and van de Geijn (2008): a panel of b, 8 columns wide and at most 128 deep, is packed once
// and stays in the first-level cache while 4 rows of a at a time stream past it; the 4 x 8 sums live in registers.
#include "kernels/multiply.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace attention {

namespace {

constexpr std::size_t kWidth = 8;
constexpr std::size_t kDepth = 128;
constexpr std::size_t kRows = 4;

// 8 lanes: two registers of WebAssembly's simd128, one of AVX2, two of NEON; the compiler splits it as it must.
using Lanes = float __attribute__((vector_size(kWidth * sizeof(float))));
using Panel = std::array<float, kDepth * kWidth>;

// panel (depth, 8) = b (depth, <= 8), the missing columns zero.
void pack(ConstView b, Panel& panel) {
  for (std::size_t k = 0; k < b.rows; ++k) {
    float* row = panel.data() + k * kWidth;
    for (std::size_t n = 0; n < b.columns; ++n) row[n] = b.data[k * b.rowStride + n * b.columnStride];
    std::fill(row + b.columns, row + kWidth, 0.0f);
  }
}

// c (Rows, <= 8) += a (Rows, depth) · panel (depth, 8)
template <std::size_t Rows>
void accumulate(ConstView a, const Panel& panel, MutableView c) {
  std::array<Lanes, Rows> sums{};
  for (std::size_t k = 0; k < a.columns; ++k) {
    Lanes b;
    std::memcpy(&b, panel.data() + k * kWidth, sizeof b);
    for (std::size_t m = 0; m < Rows; ++m) sums[m] += a.data[m * a.rowStride + k * a.columnStride] * b;
  }
  for (std::size_t m = 0; m < Rows; ++m) {
    float* row = c.data + m * c.rowStride;
    for (std::size_t n = 0; n < c.columns; ++n) row[n] += sums[m][n];
  }
}

void accumulateRows(ConstView a, const Panel& panel, MutableView c) {
  std::size_t m = 0;
  for (; m + kRows <= a.rows; m += kRows) accumulate<kRows>(a.rowRange(m, kRows), panel, c.rowRange(m, kRows));
  for (; m < a.rows; ++m) accumulate<1>(a.rowRange(m, 1), panel, c.rowRange(m, 1));
}

}  // namespace

void multiply(ConstView a, ConstView b, MutableView c) {
  Panel panel;
  for (std::size_t m = 0; m < c.rows; ++m) std::fill_n(c.data + m * c.rowStride, c.columns, 0.0f);
  for (std::size_t n = 0; n < b.columns; n += kWidth) {
    const std::size_t width = std::min(kWidth, b.columns - n);
    for (std::size_t k = 0; k < b.rows; k += kDepth) {
      const std::size_t depth = std::min(kDepth, b.rows - k);
      pack(b.columnRange(n, width).rowRange(k, depth), panel);
      accumulateRows(a.columnRange(k, depth), panel, c.columnRange(n, width));
    }
  }
}

}  // namespace attention
