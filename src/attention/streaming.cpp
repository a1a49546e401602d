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

constexpr std::size_t kQueries = 64;
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

// scores (count) -> scaled -> masked, in place, for the keys from firstKey on. Returns the largest.
Expected<float> scaleAndMask(float* scores, std::size_t count, float factor, const Mask& mask, std::size_t query,
                             std::size_t firstKey) {
  if (!scale(scores, count, factor, scores)) return *checkComputedFinite("scores", scores, count);
  addMask(mask, query, firstKey, count, scores);
  const float top = largest(scores, count);
  if (top > 0) {
    if (Check error = checkComputedFinite("scaled scores plus attnMask", &top, 1)) return *error;
  }
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

}  // namespace

Expected<AttentionTrace> attendKeepingWeights(const Heads& q, const Heads& k, const Heads& v, const Mask& mask,
                                              float scale) {
  const std::size_t queries = rows(q);
  const std::size_t keys = rows(k);
  AttentionTrace trace;
  trace.weights = Heads({q.shape(0), queries, keys});
  trace.heads = Heads({q.shape(0), queries, columns(v)});
  RowFlags isMasked = noRows(queries);
  Vector keyPanels = panelStorage(columns(k), keys);
  Vector valuePanels = panelStorage(keys, columns(v));
  for (std::size_t h = 0; h < q.shape(0); ++h) {
    const Panels keysOfHead = pack(view(k, h).transposed(), keyPanels.data());
    const Panels valuesOfHead = pack(view(v, h), valuePanels.data());
    for (std::size_t first = 0; first < queries; first += kQueries) {
      const std::size_t count = std::min(kQueries, queries - first);
      const MutableView weights = view(trace.weights, h).rowRange(first, count);
      multiply(view(q, h).rowRange(first, count), keysOfHead, weights);
      for (std::size_t l = 0; l < count; ++l) {
        float* row = weights.data + l * keys;
        const Expected<float> top = scaleAndMask(row, keys, scale, mask, first + l, 0);
        if (!top) return top.error();
        if (!softmax(row, keys, *top, row)) isMasked(first + l) = 1;
      }
      multiply(weights, valuesOfHead, view(trace.heads, h).rowRange(first, count));
    }
  }
  trace.fullyMaskedRows = flagged(isMasked);
  return trace;
}

Expected<AttentionTrace> attendStreaming(const Heads& q, const Heads& k, const Heads& v, const Mask& mask,
                                         float scale) {
  const std::size_t queries = rows(q);
  const std::size_t keys = rows(k);
  AttentionTrace trace;
  trace.heads = Heads({q.shape(0), queries, columns(v)});
  RowFlags isMasked = noRows(queries);
  Vector keyPanels = panelStorage(columns(k), keys);
  Vector valuePanels = panelStorage(keys, columns(v));
  Vector scores = Vector::from_shape({kQueries * kKeys});
  for (std::size_t h = 0; h < q.shape(0); ++h) {
    const Panels keysOfHead = pack(view(k, h).transposed(), keyPanels.data());
    const Panels valuesOfHead = pack(view(v, h), valuePanels.data());
    for (std::size_t first = 0; first < queries; first += kQueries) {
      const std::size_t count = std::min(kQueries, queries - first);
      const MutableView averages = view(trace.heads, h).rowRange(first, count);  // of the values, over the keys so far
      std::fill_n(averages.data, count * averages.rowStride, 0.0f);
      std::array<Running, kQueries> running;
      const std::size_t seen = mask.isCausal ? std::min(keys, first + count) : keys;
      for (std::size_t key = 0; key < seen; key += kKeys) {
        const std::size_t width = std::min(kKeys, seen - key);
        const MutableView tile = {scores.data(), count, width, width};
        multiply(view(q, h).rowRange(first, count), keysOfHead.columnRange(key, width), tile);
        for (std::size_t l = 0; l < count; ++l) {
          float* row = tile.data + l * width;
          const Expected<float> top = scaleAndMask(row, width, scale, mask, first + l, key);
          if (!top) return top.error();
          float* average = averages.data + l * averages.rowStride;
          attention::scale(average, averages.columns, running[l].advance(row, width, *top), average);
        }
        accumulate(tile, valuesOfHead.rowRange(key, width), averages);
      }
      for (std::size_t l = 0; l < count; ++l) {
        if (running[l].top == kMinusInfinity) isMasked(first + l) = 1;
      }
    }
  }
  trace.fullyMaskedRows = flagged(isMasked);
  return trace;
}

namespace {

Bytes panelsOf(const AttentionSize& size) {
  return Bytes().add(panelsSize(size.width, size.keys)).add(panelsSize(size.keys, size.valueWidth));
}

}  // namespace

Bytes keepingWeightsBytes(const AttentionSize& size) {
  return panelsOf(size)
      .add(size.numHeads * size.queries * size.keys)
      .add(size.numHeads * size.queries * size.valueWidth)
      .add<std::uint8_t>(size.queries)
      .add<std::size_t>(size.queries);
}

Bytes streamingBytes(const AttentionSize& size) {
  return panelsOf(size)
      .add(kQueries * kKeys)
      .add(size.numHeads * size.queries * size.valueWidth)
      .add<std::uint8_t>(size.queries)
      .add<std::size_t>(size.queries);
}

}  // namespace attention
