#include "transformer/dropout.hpp"

#include <algorithm>
#include <array>

namespace attention {

namespace {

// The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
std::uint64_t mix(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

// 32 random bits for a place under a key. In 32 bits, so that the machine does eight at once.
std::uint32_t mix(std::uint32_t place, std::uint32_t key1, std::uint32_t key2) {
  std::uint32_t z = (place ^ key1) * 0x9E3779B9u;
  z = ((z ^ (z >> 16)) + key2) * 0x85EBCA6Bu;
  z = (z ^ (z >> 13)) * 0xC2B2AE35u;
  return z ^ (z >> 16);
}

constexpr std::size_t kHalf = 32;   // two numbers for each 32 random bits

}  // namespace

void drop(const Dropout& dropout, std::uint64_t site, Matrix& x) {
  if (dropout.rate <= 0) return;
  const auto limit = static_cast<std::uint32_t>(dropout.rate * 65536);  // of the 16 random bits of a number
  const float factor = 65536.0f / static_cast<float>(65536 - limit);
  const std::uint64_t key = mix(dropout.key + (site + 1) * 0x9E3779B97F4A7C15u);
  const auto key1 = static_cast<std::uint32_t>(key), key2 = static_cast<std::uint32_t>(key >> 32);
  std::array<float, 2 * kHalf> kept;
  for (std::size_t first = 0; first < x.size(); first += kept.size()) {
    const auto place = static_cast<std::uint32_t>(first / 2);
    for (std::uint32_t i = 0; i < kHalf; ++i) {
      const std::uint32_t random = mix(place + i, key1, key2);
      kept[i] = (random & 0xFFFF) < limit ? 0.0f : factor;
      kept[i + kHalf] = (random >> 16) < limit ? 0.0f : factor;
    }
    const std::size_t count = std::min(kept.size(), x.size() - first);
    for (std::size_t i = 0; i < count; ++i) x.data()[first + i] *= kept[i];
  }
}

}  // namespace attention
