#include "attention/streaming.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "kernels/elementwise.hpp"
#include "kernels/multiply.hpp"
#include "kernels/softmax.hpp"
#include "tensor/check.hpp"

namespace attention {

namespace {

constexpr std::size_t kQueries = 30;  // of whole tiles: a multiple of 5 and of 6
constexpr std::size_t kKeys = 256;  // a multiple of kPanelWidth
constexpr float kMinusInfinity = -std::numeric_limits<float>::infinity();

// 1 where the row of a query has no key in some head.
using RowFlags = Tensor<std::uint8_t, 1>;

Indices flagged(const RowFlags& isMasked) {
  Indices rows;
  const auto count = static_cast<std::size_t>(std::count(isMasked.begin(), isMasked.end(), 1));
  rows.reserve(count);
  for (std::size_t l = 0; l < isMasked.size(); ++l) {
    if (isMasked(l) != 0) rows.push_back(l);
  }
  return rows;
}

RowFlags noRows(std::size_t count) {
  RowFlags flags = RowFlags::from_shape({count});
  std::fill(flags.begin(), flags.end(), std::uint8_t{0});
  return flags;
}

// scaled (count) -> masked, in place, for the keys from firstKey on. Returns the largest.
Expected<float> maskAndCheck(float* scaled, std::size_t count, const Mask& mask, std::size_t query, std::size_t firstKey) {
  const Survey seen = survey(scaled, count);
  if (!seen.areFinite) return *checkComputedFinite("scores", scaled, count);
  if (isOpen(mask, query, firstKey, count)) return seen.largest;
  addMask(mask, query, firstKey, count, scaled);
  const float top = survey(scaled, count).largest;
  if (Check error = checkMasked(top)) return *error;
  return top;
}

// How far the softmax of one query has come.
struct Running {
  float top = kMinusInfinity;   // the largest score so far
  double sum = 0;               // of exp(score - top)

  // scores become the weights that they have among all keys so far; returns what is left of the weight of the earlier ones.
  float advance(float* scores, std::size_t count, float topOfScores) {
    const float newTop = std::max(top, topOfScores);
    if (newTop == kMinusInfinity) {
      std::fill_n(scores, count, 0.0f);
      return 0;
    }
    float correction = top;  // what was summed so far was relative to a smaller top
    exponentials(&correction, 1, newTop, &correction);
    const double earlier = sum * static_cast<double>(correction);
    sum = earlier + exponentials(scores, count, newTop, scores);
    top = newTop;
    scale(scores, count, static_cast<float>(1 / sum), scores);
    return static_cast<float>(earlier / sum);
  }
};

// Some queries of a head, and all its keys and values.
struct Block {
  std::size_t head, first, count;
  ConstView queries;
  Panels keys, values;
};

// Works through all blocks of all heads, until one is refused.
template <class Work>
Check forEachBlock(const Heads& q, const Heads& k, const Heads& v, const Work& work) {
  Vector keyPanels = panelStorage(columns(k), rows(k));
  Vector valuePanels = panelStorage(rows(v), columns(v));
  for (std::size_t h = 0; h < q.shape(0); ++h) {
    const Panels keys = pack(view(k, h).transposed(), keyPanels.data());
    const Panels values = pack(view(v, h), valuePanels.data());
    for (std::size_t first = 0; first < rows(q); first += kQueries) {
      const std::size_t count = std::min(kQueries, rows(q) - first);
      if (Check error = work(Block{h, first, count, view(q, h).rowRange(first, count), keys, values})) return error;
    }
  }
  return {};
}

// What both ways take: the panels, the heads' outputs, and what becomes of fullyMaskedRows.
Bytes blockBytes(const AttentionSize& size) {
  return Bytes()
      .add(panelsSize(size.width, size.keys))
      .add(panelsSize(size.keys, size.valueWidth))
      .add(size.numHeads * size.queries * size.valueWidth)
      .add<std::uint8_t>(size.queries)
      .add<std::size_t>(size.queries);
}

}  // namespace

Expected<AttentionTrace> attendKeepingWeights(const Heads& q, const Heads& k, const Heads& v, const Mask& mask,
                                              float scale) {
  const std::size_t keys = rows(k);
  AttentionTrace trace;
  trace.weights = Heads({q.shape(0), rows(q), keys});
  trace.heads = Heads({q.shape(0), rows(q), columns(v)});
  RowFlags isMasked = noRows(rows(q));
  const Check refused = forEachBlock(q, k, v, [&](const Block& block) -> Check {
    const MutableView weights = view(trace.weights, block.head).rowRange(block.first, block.count);
    multiply(block.queries, block.keys, weights, scale);
    for (std::size_t l = 0; l < block.count; ++l) {
      float* row = weights.data + l * keys;
      const Expected<float> top = maskAndCheck(row, keys, mask, block.first + l, 0);
      if (!top) return top.error();
      if (!softmax(row, keys, *top, row)) isMasked(block.first + l) = 1;
    }
    multiply(weights, block.values, view(trace.heads, block.head).rowRange(block.first, block.count));
    return {};
  });
  if (refused) return *refused;
  trace.fullyMaskedRows = flagged(isMasked);
  return trace;
}

Expected<AttentionTrace> attendStreaming(const Heads& q, const Heads& k, const Heads& v, const Mask& mask,
                                         float scale) {
  AttentionTrace trace;
  trace.heads = Heads({q.shape(0), rows(q), columns(v)});
  RowFlags isMasked = noRows(rows(q));
  Vector scores = Vector::from_shape({kQueries * kKeys});
  const Check refused = forEachBlock(q, k, v, [&](const Block& block) -> Check {
    const auto [head, first, count, queries, keys, values] = block;
    const MutableView averages = view(trace.heads, head).rowRange(first, count);  // of the values, over the keys so far
    std::fill_n(averages.data, count * averages.rowStride, 0.0f);
    std::array<Running, kQueries> running;
    const std::size_t seen = mask.isCausal ? std::min(rows(k), first + count) : rows(k);
    for (std::size_t key = 0; key < seen; key += kKeys) {
      const std::size_t width = std::min(kKeys, seen - key);
      const MutableView tile = {scores.data(), count, width, width};
      multiply(queries, keys.columnRange(key, width), tile, scale);
      for (std::size_t l = 0; l < count; ++l) {
        float* row = tile.data + l * width;
        const Expected<float> top = maskAndCheck(row, width, mask, first + l, key);
        if (!top) return top.error();
        float* average = averages.data + l * averages.rowStride;
        attention::scale(average, averages.columns, running[l].advance(row, width, *top), average);
      }
      accumulate(tile, values.rowRange(key, width), averages);
    }
    for (std::size_t l = 0; l < count; ++l) {
      if (running[l].top == kMinusInfinity) isMasked(first + l) = 1;
    }
    return {};
  });
  if (refused) return *refused;
  trace.fullyMaskedRows = flagged(isMasked);
  return trace;
}

Bytes keepingWeightsBytes(const AttentionSize& size) {
  return blockBytes(size).add(size.numHeads * size.queries * size.keys);
}

Bytes streamingBytes(const AttentionSize& size) { return blockBytes(size).add(kQueries * kKeys); }

}  // namespace attention
