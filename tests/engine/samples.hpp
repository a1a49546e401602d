// Test data that are the same on every machine: the standard fixes mt19937's numbers, not those of its distributions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "tensor/tensor.hpp"

namespace samples {

class Sampler {
 public:
  explicit Sampler(std::uint32_t seed) : engine_(seed) {}

  std::size_t below(std::size_t limit) { return engine_() % limit; }
  std::size_t between(std::size_t first, std::size_t last) { return first + below(last - first + 1); }

  // In [-1, 1), a multiple of 2^-15.
  float signedUnit() { return static_cast<float>(static_cast<int>(engine_() >> 16) - 32768) * 0x1p-15f; }

  attention::Vector vector(std::size_t size, float range = 1) {
    attention::Vector result = attention::Vector::from_shape({size});
    for (float& value : result) value = range * signedUnit();
    return result;
  }

  attention::Matrix matrix(std::size_t rows, std::size_t columns, float range = 1) {
    attention::Matrix result({rows, columns});
    for (float& value : result) value = range * signedUnit();
    return result;
  }

  attention::Heads heads(std::size_t count, std::size_t rows, std::size_t columns, float range = 1) {
    attention::Heads result({count, rows, columns});
    for (float& value : result) value = range * signedUnit();
    return result;
  }

  // Integers in [-8, 8]: sums of up to 2^18 of their products are exact in float32, in whatever order they are added.
  attention::Matrix integers(std::size_t rows, std::size_t columns) {
    attention::Matrix result({rows, columns});
    for (float& value : result) value = static_cast<float>(below(17)) - 8;
    return result;
  }

  // Every query may see about two thirds of the keys, at least one of them.
  attention::BooleanMask mask(std::size_t queries, std::size_t keys) {
    attention::BooleanMask result({queries, keys});
    for (std::uint8_t& may : result) may = below(3) > 0 ? 1 : 0;
    for (std::size_t l = 0; l < queries; ++l) result(l, below(keys)) = 1;
    return result;
  }

 private:
  std::mt19937 engine_;
};

using Sizes = std::vector<std::size_t>;
constexpr std::size_t kOddSizes[] = {1, 3, 7, 17, 63};

}  // namespace samples
