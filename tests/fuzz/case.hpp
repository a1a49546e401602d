// What the fuzzer asks of the engine.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "../engine/samples.hpp"
#include "attention/mask.hpp"
#include "attention/scaled_dot_product.hpp"

namespace fuzz {

using attention::Matrix;

constexpr float kExtremes[] = {0.0f, -0.0f, 1e-45f, -1e-30f, 1e15f, -1e19f, 1e19f, 1e30f, -1e30f,
                               std::numeric_limits<float>::max(), std::numeric_limits<float>::lowest()};
constexpr float kNotFinite[] = {std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity(),
                                std::numeric_limits<float>::quiet_NaN()};
constexpr float kRanges[] = {1.0f, 2.0f, 0.01f, 8.0f, 1e4f, 1e18f, 3e38f};

// Bytes -> arguments. The fuzzer's bytes make the first choices; a generator that they seed makes the numbers, and the
// choices when the bytes are used up.
class Case {
 public:
  // range_ and isHostile_ are drawn in the order of their declaration.
  explicit Case(std::span<const std::uint8_t> bytes)
      : bytes_(bytes), sampler_(seed(bytes)), range_(pick(kRanges)), isHostile_(oneIn(4)) {}

  bool oneIn(std::size_t n) { return below(n) == 0; }
  std::size_t size(std::size_t most = 12) { return 1 + below(most); }

  // The size it should have, or, in a hostile case, sometimes another one.
  std::size_t nearly(std::size_t wanted) { return isHostile_ && oneIn(8) ? below(14) : wanted; }

  Matrix matrix(std::size_t rows, std::size_t columns) {
    Matrix result = sampler_.matrix(nearly(rows), nearly(columns), range_);
    spoil(result);
    return result;
  }

  std::optional<attention::Vector> bias(std::size_t size) {
    if (oneIn(2)) return {};
    attention::Vector result = sampler_.vector(nearly(size), range_);
    spoil(result);
    return result;
  }

  std::optional<Matrix> mask(std::size_t queries, std::size_t keys) {
    queries = nearly(queries);
    keys = nearly(keys);
    switch (below(5)) {
      case 0: return attention::additive(sampler_.mask(queries, std::max<std::size_t>(keys, 1)));
      case 1: return attention::additive(attention::slidingWindowMask(queries, keys, size()));
      case 2: {
        std::vector<bool> keep(keys);
        for (std::size_t s = 0; s < keys; ++s) keep[s] = oneIn(2);
        return attention::additive(attention::paddingMask(queries, keep));
      }
      case 3: {
        Matrix result = sampler_.matrix(queries, keys, range_);
        spoil(result);
        if (result.size() > 0 && oneIn(2)) result.data()[sampler_.below(result.size())] = kNotFinite[1];
        return result;
      }
      default: return {};
    }
  }

  std::optional<float> scale() {
    if (oneIn(2)) return {};
    if (isHostile_ && oneIn(8)) return pick(kNotFinite);
    return oneIn(2) ? pick(kExtremes) : sampler_.signedUnit();
  }

  attention::AttentionOptions options(std::size_t queries, std::size_t keys) {
    return {mask(queries, keys), oneIn(3), scale()};
  }

  samples::Sampler& sampler() { return sampler_; }

 private:
  template <class Tensor>
  void spoil(Tensor& tensor) {
    if (tensor.size() == 0) return;
    while (oneIn(3)) tensor.data()[sampler_.below(tensor.size())] = pick(kExtremes);
    if (isHostile_ && oneIn(8)) tensor.data()[sampler_.below(tensor.size())] = pick(kNotFinite);
  }

  static std::uint32_t seed(std::span<const std::uint8_t> bytes) {
    std::uint32_t hash = 1;
    for (const std::uint8_t byte : bytes) hash = hash * 31 + byte;
    return hash;
  }

  std::size_t below(std::size_t limit) {
    if (bytes_.empty()) return sampler_.below(limit);
    const std::size_t choice = bytes_.front();
    bytes_ = bytes_.subspan(1);
    return choice % limit;
  }

  template <std::size_t Size>
  float pick(const float (&values)[Size]) {
    return values[below(Size)];
  }

  std::span<const std::uint8_t> bytes_;
  samples::Sampler sampler_;
  float range_;
  bool isHostile_;
};

}  // namespace fuzz
