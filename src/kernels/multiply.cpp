// Blocking after Goto and van de Geijn (2008): a strip of a few rows of a, 256 deep, is packed and stays in the first level of
// the cache; all panels of b stream past it; a tile of rows x 2 registers of sums lives in registers.
#include "kernels/multiply.hpp"

#include <algorithm>
#include <array>

#include "kernels/copy.hpp"

namespace attention {

namespace {

constexpr std::size_t kVectors = kPanelWidth / kLanes;
constexpr std::size_t kDepth = 256;
// V8 leaves a function 15 registers: the sums, two of b, one of a, and, where a product is rounded before it is added, that.
constexpr std::size_t kRows = kIsFused ? 6 : 5;

// to[k·stride + m] = from[m·rowStride + k], m = 0 ... 3, k = 0 ... count - 1; count is a multiple of 4
[[gnu::noinline]] void transposeFour(const float* from, std::size_t rowStride, std::size_t count, float* to,
                                     std::size_t stride) {
  for (const float* end = from + count; from != end; from += 4, to += 4 * stride) {
    const Four a = loadFour(from), b = loadFour(from + rowStride);
    const Four c = loadFour(from + 2 * rowStride), d = loadFour(from + 3 * rowStride);
    const Four ac0 = __builtin_shufflevector(a, c, 0, 4, 1, 5), ac2 = __builtin_shufflevector(a, c, 2, 6, 3, 7);
    const Four bd0 = __builtin_shufflevector(b, d, 0, 4, 1, 5), bd2 = __builtin_shufflevector(b, d, 2, 6, 3, 7);
    storeFour(to, __builtin_shufflevector(ac0, bd0, 0, 4, 1, 5));
    storeFour(to + stride, __builtin_shufflevector(ac0, bd0, 2, 6, 3, 7));
    storeFour(to + 2 * stride, __builtin_shufflevector(ac2, bd2, 0, 4, 1, 5));
    storeFour(to + 3 * stride, __builtin_shufflevector(ac2, bd2, 2, 6, 3, 7));
  }
}

// to[k·stride + m] = a[m][k]: the rows of a side by side, four at a time; the last four may have some of the four before.
void interleave(ConstView a, std::size_t stride, float* to) {
  const bool isDense = a.columnStride == 1 || a.rowStride == 1;
  const std::size_t whole = !isDense || a.rows < 4 ? 0 : a.columnStride == 1 ? a.columns / 4 * 4 : a.columns;
  for (std::size_t next = 0; whole > 0 && next < a.rows; next += 4) {
    const std::size_t m = std::min(next, a.rows - 4);
    const float* from = a.data + m * a.rowStride;
    if (a.columnStride == 1) {
      transposeFour(from, a.rowStride, whole, to + m, stride);
      continue;
    }
    for (std::size_t k = 0; k < whole; ++k) storeFour(to + k * stride + m, loadFour(from + k * a.columnStride));
  }
  for (std::size_t k = whole; k < a.columns; ++k) {
    for (std::size_t m = 0; m < a.rows; ++m) to[k * stride + m] = a.data[m * a.rowStride + k * a.columnStride];
  }
}

// What a tile works on. A struct, because V8 knows of what was loaded that its upper 32 bits are 0, and of parameters not.
struct Work {
  const float* strip;   // (depth, Rows)
  const float* end;     // of the strip
  const float* panel;   // (depth, kPanelWidth)
  const float* before;  // (Rows, kPanelWidth), what the product is added to
  std::size_t beforeStride;
  float* c;             // (Rows, kPanelWidth)
  std::size_t stride;   // from row to row
  float factor;
};

constexpr std::array<float, kPanelWidth> kZeros{};

// c = (before + strip · panel) · factor. Not inlined: in a larger function the sums would not stay in registers. They do
// while the loop is one block and may be left out: V8 then loads each number where it is used first.
template <std::size_t Rows>
[[gnu::noinline]] void tile(const Work& work) {
  std::array<std::array<Lanes, kVectors>, Rows> sums;
  ATTENTION_UNROLLED
  for (std::size_t m = 0; m < Rows; ++m) {
    ATTENTION_UNROLLED
    for (std::size_t v = 0; v < kVectors; ++v) sums[m][v] = Lanes{};
  }
  const float* panel = work.panel;
  const float* const end = work.end;
#ifdef __clang__
#pragma clang loop unroll(disable)
#endif
  for (const float* strip = work.strip; strip != end; strip += Rows, panel += kPanelWidth) {
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
  float* const c = work.c;
  const std::size_t stride = work.stride;
  const float* const before = work.before;
  const std::size_t beforeStride = work.beforeStride;
  const float factor = work.factor;
  ATTENTION_UNROLLED
  for (std::size_t m = 0; m < Rows; ++m) {
    ATTENTION_UNROLLED
    for (std::size_t v = 0; v < kVectors; ++v) {
      store(c + m * stride + v * kLanes, (load(before + m * beforeStride + v * kLanes) + sums[m][v]) * factor);
    }
  }
}

constexpr std::array<void (*)(const Work&), 7> kTile = {nullptr, tile<1>, tile<2>, tile<3>, tile<4>, tile<5>,
                                                        kIsFused ? tile<6> : nullptr};

// The same for a panel that is not full: its zeros must not be written.
void tileOfPart(std::size_t rows, std::size_t columns, const Work& work) {
  std::array<float, kRows * kPanelWidth> whole;
  const MutableView c = {work.c, rows, columns, work.stride};
  Work all = work;
  all.c = whole.data();
  all.stride = kPanelWidth;
  if (work.before == work.c) {
    copy(c, {whole.data(), rows, columns, kPanelWidth});
    all.before = whole.data();
    all.beforeStride = kPanelWidth;
  }
  kTile[rows](all);
  copy({whole.data(), rows, columns, kPanelWidth}, c);
}

// c (M, N) = a (M, depth) · b (depth, N) · factor, or = (c + a·b) · factor
void multiplySlice(ConstView a, Panels b, MutableView c, float factor, bool isSum) {
  std::array<float, kRows * kDepth> strip;
  std::size_t strips = (a.rows + kRows - 1) / kRows;  // all of nearly the same height, so that none is very low
  for (std::size_t row = 0; row < a.rows; --strips) {
    const std::size_t rows = (a.rows - row + strips - 1) / strips;
    interleave(a.rowRange(row, rows), rows, strip.data());
    const float* const end = strip.data() + rows * a.columns;
    for (std::size_t n = 0; n < b.columns; n += kPanelWidth) {
      const float* const panel = b.columnRange(n, kPanelWidth).data;
      float* const to = c.data + row * c.rowStride + n;
      const float* const before = isSum ? to : kZeros.data();
      const Work work = {strip.data(), end, panel, before, isSum ? c.rowStride : 0, to, c.rowStride, factor};
      if (n + kPanelWidth <= b.columns) kTile[rows](work);
      else tileOfPart(rows, b.columns - n, work);
    }
    row += rows;
  }
}

void multiplyInto(ConstView a, Panels b, MutableView c, float factor, bool isSum) {
  for (std::size_t k = 0; k < b.rows; k += kDepth) {
    const std::size_t depth = std::min(kDepth, b.rows - k);
    const bool isLast = k + depth == b.rows;
    multiplySlice(a.columnRange(k, depth), b.rowRange(k, depth), c, isLast ? factor : 1, isSum || k > 0);
  }
}

}  // namespace

Panels pack(ConstView b, float* storage) {
  constexpr std::size_t kSome = 16;   // rows of b in the cache at a time, while their columns go to all panels
  const std::size_t full = b.columns / kPanelWidth * kPanelWidth;
  if (full < b.columns) std::fill_n(storage + full * b.rows, b.rows * kPanelWidth, 0.0f);
  for (std::size_t k = 0; k < b.rows; k += kSome) {
    const ConstView some = b.rowRange(k, std::min(kSome, b.rows - k));
    for (std::size_t n = 0; n < b.columns; n += kPanelWidth) {
      const ConstView part = some.columnRange(n, std::min(kPanelWidth, b.columns - n));
      interleave(part.transposed(), kPanelWidth, storage + n * b.rows + k * kPanelWidth);
    }
  }
  return {storage, b.rows, b.columns, b.rows * kPanelWidth};
}

void multiply(ConstView a, Panels b, MutableView c, float factor) { multiplyInto(a, b, c, factor, false); }

void accumulate(ConstView a, Panels b, MutableView c) { multiplyInto(a, b, c, 1, true); }

}  // namespace attention
