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

}  // namespace

void drop(const Dropout& dropout, std::uint64_t site, Matrix& x) {
  if (dropout.rate <= 0) return;
  const auto limit = static_cast<std::uint32_t>(dropout.rate * 65536);  // of the 16 random bits of a number
  const float factor = 65536.0f / static_cast<float>(65536 - limit);
  const std::uint64_t start = mix(dropout.key + (site + 1) * 0x9E3779B97F4A7C15u);
  std::array<std::uint64_t, 16> random;
  std::array<float, 64> kept;
  for (std::size_t first = 0; first < x.size(); first += kept.size()) {
    for (std::size_t i = 0; i < random.size(); ++i) random[i] = mix(start + (first / 4 + i) * 0x9E3779B97F4A7C15u);
    for (std::size_t i = 0; i < kept.size(); ++i) {
      kept[i] = ((random[i / 4] >> (i % 4 * 16)) & 0xFFFF) < limit ? 0.0f : factor;
    }
    const std::size_t count = std::min(kept.size(), x.size() - first);
    for (std::size_t i = 0; i < count; ++i) x.data()[first + i] *= kept[i];
  }
}

}  // namespace attention
