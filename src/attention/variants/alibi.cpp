#include "attention/variants/alibi.hpp"

#include <cmath>
#include <numbers>

namespace attention {

namespace {

// m of head h (from 0) where there are `count`, a power of two: 2^(-8·(h + 1) / count)
float slope(std::size_t h, std::size_t count) {
  return static_cast<float>(std::exp(-8 * std::numbers::ln2 * static_cast<double>(h + 1) / static_cast<double>(count)));
}

}  // namespace

Vector alibiSlopes(std::size_t numHeads) {
  std::size_t power = 1;
  while (2 * power <= numHeads) power *= 2;
  Vector slopes = Vector::from_shape({numHeads});
  for (std::size_t h = 0; h < numHeads; ++h) {
    slopes(h) = h < power ? slope(h, power) : slope(2 * (h - power), 2 * power);
  }
  return slopes;
}

Expected<BiasedTrace> alibiAttention(const Heads& q, const Heads& k, const Heads& v, const Vector& slopes,
                                     const AttentionOptions& options) {
  if (Check error = checkArguments(q, k, v, options)) return *error;
  if (Check error = checkPerHead("slopes", slopes, q)) return *error;
  BiasedTrace trace;
  trace.bias = Heads({q.shape(0), rows(q), rows(k)});
  for (std::size_t h = 0; h < q.shape(0); ++h) {
    for (std::size_t l = 0; l < rows(q); ++l) {
      for (std::size_t s = 0; s < rows(k); ++s) {
        trace.bias(h, l, s) = -slopes(h) * static_cast<float>(l > s ? l - s : s - l);
      }
    }
  }
  if (Check error = attendBiased(trace, q, k, v, scaleOf(options, q), options)) return *error;
  return trace;
}

Bytes alibiBytes(const AttentionSize& size) {
  const std::uint64_t stage = size.numHeads * size.queries * size.keys;
  return attendBytes(size, Keep::Everything).add(stage).add(stage);
}

}  // namespace attention
