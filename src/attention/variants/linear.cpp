#include "attention/variants/linear.hpp"

#include <algorithm>
#include <utility>

#include "attention/scores.hpp"
#include "attention/variants/stages.hpp"
#include "kernels/elementwise.hpp"

namespace attention {

namespace {

// exp(mask - its largest) of the keys that a query sees, 0 of the others; whether it sees any.
bool maskFactors(const Mask& mask, std::size_t query, std::size_t keys, float* factors) {
  std::fill_n(factors, keys, 0.0f);
  addMask(mask, query, 0, keys, factors);
  if (!seesAny(factors, keys)) {
    std::fill_n(factors, keys, 0.0f);
    return false;
  }
  exponentials(factors, keys, survey(factors, keys).largest, factors);
  return true;
}

// row / its sum; a row of zeros stays one
void divideBySum(const float* row, std::size_t count, float* to) {
  double sum = 0;
  for (std::size_t s = 0; s < count; ++s) sum += static_cast<double>(row[s]);
  const double factor = sum == 0 ? 0 : 1 / sum;
  for (std::size_t s = 0; s < count; ++s) to[s] = static_cast<float>(static_cast<double>(row[s]) * factor);
}

// to[i] += from[i] · factor
void addTimes(const float* from, std::size_t count, float factor, float* to) {
  for (std::size_t i = 0; i < count; ++i) to[i] += from[i] * factor;
}

}  // namespace

Heads eluFeatures(const Heads& x) {
  Heads features(x.shape());
  for (std::size_t i = 0; i < x.size(); ++i) features.data()[i] = std::min(x.data()[i], 0.0f);
  exponentials(features.data(), x.size(), 0, features.data());
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x.data()[i] > 0) features.data()[i] = x.data()[i] + 1;
  }
  return features;
}

Expected<LinearTrace> linearAttention(const Heads& q, const Heads& k, const Heads& v, const AttentionOptions& options) {
  if (Check error = checkArguments(q, k, v, options)) return *error;
  return attendFeatures(eluFeatures(q), eluFeatures(k), v, options);
}

Expected<LinearTrace> attendFeatures(Heads queryFeatures, Heads keyFeatures, const Heads& v,
                                     const AttentionOptions& options) {
  if (Check error = checkArguments(queryFeatures, keyFeatures, v, options)) return *error;
  AttentionTrace trace;
  trace.scores = scores(queryFeatures, keyFeatures);
  if (Check error = checkComputedFinite("similarities", trace.scores.data(), trace.scores.size())) return *error;
  const std::size_t keys = rows(keyFeatures);
  trace.masked = trace.scores;
  Vector factors = Vector::from_shape({keys});
  turnRows(trace, [&](std::size_t h, std::size_t l, const float*, float* weights) {
    const bool isSeeing = maskFactors(maskOf(options), l, keys, factors.data());
    float* masked = &trace.masked(h, l, 0);
    for (std::size_t s = 0; s < keys; ++s) masked[s] *= factors(s);
    divideBySum(masked, keys, weights);
    return isSeeing;
  });
  if (Check error = sumValues(trace, v)) return *error;
  return LinearTrace{std::move(queryFeatures),
                     std::move(keyFeatures),
                     std::move(trace.scores),
                     std::move(trace.masked),
                     std::move(trace.weights),
                     std::move(trace.heads),
                     std::move(trace.fullyMaskedRows)};
}

Expected<LinearMemory> attendFeaturesInOrder(const Heads& queryFeatures, const Heads& keyFeatures, const Heads& v,
                                             bool isCausal) {
  if (Check error = checkArguments(queryFeatures, keyFeatures, v, {}, Keep::Nothing)) return *error;
  const std::size_t numHeads = queryFeatures.shape(0);
  const std::size_t keys = rows(keyFeatures);
  const std::size_t features = columns(keyFeatures);
  LinearMemory memory{Heads({numHeads, features, columns(v)}), Matrix({numHeads, features}),
                      Heads({numHeads, rows(queryFeatures), columns(v)})};
  memory.values.fill(0);
  memory.keys.fill(0);
  memory.heads.fill(0);
  for (std::size_t h = 0; h < numHeads; ++h) {
    std::size_t seen = 0;
    for (std::size_t l = 0; l < rows(queryFeatures); ++l) {
      const std::size_t end = isCausal ? std::min(l + 1, keys) : keys;
      for (; seen < end; ++seen) {
        add(&keyFeatures(h, seen, 0), features, &memory.keys(h, 0));
        for (std::size_t f = 0; f < features; ++f) {
          addTimes(&v(h, seen, 0), columns(v), keyFeatures(h, seen, f), &memory.values(h, f, 0));
        }
      }
      float sum = 0;
      for (std::size_t f = 0; f < features; ++f) {
        sum += queryFeatures(h, l, f) * memory.keys(h, f);
        addTimes(&memory.values(h, f, 0), columns(v), queryFeatures(h, l, f), &memory.heads(h, l, 0));
      }
      scale(&memory.heads(h, l, 0), columns(v), sum == 0 ? 0 : 1 / sum, &memory.heads(h, l, 0));
    }
  }
  if (Check error = checkComputedFinite("output", memory.heads.data(), memory.heads.size())) return *error;
  return memory;
}

Bytes linearBytes(const AttentionSize& size) {
  return attendBytes(size, Keep::Everything)
      .add(size.numHeads * size.queries * size.width)
      .add(size.numHeads * size.keys * size.width)
      .add(size.keys);
}

Bytes inOrderBytes(const AttentionSize& size) {
  return Bytes()
      .add(size.numHeads * size.width * size.valueWidth)
      .add(size.numHeads * size.width)
      .add(size.numHeads * size.queries * size.valueWidth);
}

}  // namespace attention
