// Blocking after Goto and van de Geijn (2008): 32 rows of a, 256 deep, are packed and stay in the first two levels of the
// cache; every panel of b streams past them; a tile of 2 rows x 4 registers of sums lives in registers. Tiles of more rows
// make V8 spill.
#include "kernels/multiply.hpp"

#include <algorithm>
#include <array>

namespace attention {

namespace {

constexpr std::size_t kVectors = kPanelWidth / kLanes;
constexpr std::size_t kDepth = 256;
constexpr std::size_t kRows = 2;
constexpr std::size_t kBlock = 32;

// strip (depth, Rows) = aᵀ: what the tile reads, one after the other.
template <std::size_t Rows>
void packStrip(ConstView a, float* strip) {
  std::size_t k = 0;
  if (Rows == 2 && a.columnStride == 1) {
    for (; k + kLanes <= a.columns; k += kLanes, strip += 2 * kLanes) {
      storeInterleaved(strip, load(a.data + k), load(a.data + a.rowStride + k));
    }
  }
  for (; k < a.columns; ++k) {
    for (std::size_t m = 0; m < Rows; ++m) *strip++ = a.data[m * a.rowStride + k * a.columnStride];
  }
}

// c (Rows, kPanelWidth) = or += strip · panel. Not inlined: in a larger function the sums would not stay in registers.
template <std::size_t Rows>
[[gnu::noinline]] void tile(const float* strip, const float* panel, std::size_t depth, float* c, std::size_t stride,
                            bool isSum) {
  std::array<std::array<Lanes, kVectors>, Rows> sums;
  ATTENTION_UNROLLED
  for (std::size_t m = 0; m < Rows; ++m) {
    ATTENTION_UNROLLED
    for (std::size_t v = 0; v < kVectors; ++v) sums[m][v] = Lanes{};
  }
#ifdef __clang__
#pragma clang loop unroll(disable)  // V8 unrolls by itself; unrolled twice, it spills
#endif
  for (const float* end = strip + depth * Rows; strip != end; strip += Rows, panel += kPanelWidth) {
    std::array<Lanes, kVectors> b;
    ATTENTION_UNROLLED
    for (std::size_t v = 0; v < kVectors; ++v) b[v] = load(panel + v * kLanes);
    ATTENTION_UNROLLED
    for (std::size_t m = 0; m < Rows; ++m) {
      const Lanes a = splat(strip[m]);
      ATTENTION_UNROLLED
      for (std::size_t v = 0; v < kVectors; ++v) sums[m][v] = multiplyAdd(a, b[v], sums[m][v]);
    }
  }
  ATTENTION_UNROLLED
  for (std::size_t m = 0; m < Rows; ++m) {
    ATTENTION_UNROLLED
    for (std::size_t v = 0; v < kVectors; ++v) {
      float* to = c + m * stride + v * kLanes;
      store(to, isSum ? load(to) + sums[m][v] : sums[m][v]);
    }
  }
}

// The same for a panel that is not full: its zeros must not be written.
template <std::size_t Rows>
void tileOfPart(const float* strip, const float* panel, std::size_t depth, MutableView c, bool isSum) {
  std::array<float, Rows * kPanelWidth> whole;
  tile<Rows>(strip, panel, depth, whole.data(), kPanelWidth, false);
  for (std::size_t m = 0; m < Rows; ++m) {
    float* row = c.data + m * c.rowStride;
    for (std::size_t n = 0; n < c.columns; ++n) row[n] = (isSum ? row[n] : 0.0f) + whole[m * kPanelWidth + n];
  }
}

// c (M, N) = or += a (M, depth) · b (depth, N), M a multiple of Rows and at most kBlock
template <std::size_t Rows>
void multiplyBlock(ConstView a, Panels b, MutableView c, bool isSum) {
  std::array<float, kBlock * kDepth> strips;
  const std::size_t depth = a.columns;
  for (std::size_t m = 0; m < a.rows; m += Rows) packStrip<Rows>(a.rowRange(m, Rows), strips.data() + m * depth);
  for (std::size_t n = 0; n < b.columns; n += kPanelWidth) {
    const float* panel = b.columnRange(n, kPanelWidth).data;
    const MutableView part = c.columnRange(n, std::min(kPanelWidth, b.columns - n));
    for (std::size_t m = 0; m < a.rows; m += Rows) {
      const float* strip = strips.data() + m * depth;
      const MutableView rows = part.rowRange(m, Rows);
      if (part.columns == kPanelWidth) tile<Rows>(strip, panel, depth, rows.data, rows.rowStride, isSum);
      else tileOfPart<Rows>(strip, panel, depth, rows, isSum);
    }
  }
}

void multiplyInto(ConstView a, Panels b, MutableView c, bool isSum) {
  for (std::size_t k = 0; k < b.rows; k += kDepth) {
    const std::size_t depth = std::min(kDepth, b.rows - k);
    const Panels slice = b.rowRange(k, depth);
    const ConstView columns = a.columnRange(k, depth);
    std::size_t m = 0;
    while (m + kRows <= a.rows) {
      const std::size_t count = std::min(kBlock, (a.rows - m) / kRows * kRows);
      multiplyBlock<kRows>(columns.rowRange(m, count), slice, c.rowRange(m, count), isSum || k > 0);
      m += count;
    }
    if (m < a.rows) multiplyBlock<1>(columns.rowRange(m, 1), slice, c.rowRange(m, 1), isSum || k > 0);
  }
}

}  // namespace

Panels pack(ConstView b, float* storage) {
  float* to = storage;
  for (std::size_t n = 0; n < b.columns; n += kPanelWidth) {
    const std::size_t width = std::min(kPanelWidth, b.columns - n);
    for (std::size_t k = 0; k < b.rows; ++k, to += kPanelWidth) {
      const float* row = b.data + k * b.rowStride + n * b.columnStride;
      if (b.columnStride == 1 && width == kPanelWidth) {
        for (std::size_t i = 0; i < kPanelWidth; i += kLanes) store(to + i, load(row + i));
        continue;
      }
      for (std::size_t i = 0; i < width; ++i) to[i] = row[i * b.columnStride];
      std::fill(to + width, to + kPanelWidth, 0.0f);
    }
  }
  return {storage, b.rows, b.columns, b.rows * kPanelWidth};
}

void multiply(ConstView a, Panels b, MutableView c) { multiplyInto(a, b, c, false); }

void accumulate(ConstView a, Panels b, MutableView c) { multiplyInto(a, b, c, true); }

}  // namespace attention
