// Seeded numbers that are the same on every machine: a named stream is (seed, name), and names do not disturb each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace attention {

// SplitMix64 (Steele, Lea, Flood 2014), started from a seed and the FNV-1a hash of a name.
class RandomStream {
 public:
  RandomStream(std::uint32_t seed, std::string_view name);

  // What all that follows depends on.
  std::uint64_t key() const { return state_; }

  std::uint64_t next();
  double uniform();  // in (0, 1]

  void fillGaussian(std::span<float> values);             // standard normal, by Box and Muller (1958)
  void fillUniform(std::span<float> values, double bound);  // in [-bound, bound)

 private:
  std::uint64_t state_;
};

}  // namespace attention
