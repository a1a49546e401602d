#include "tensor/random.hpp"

#include <cmath>
#include <numbers>

namespace attention {

namespace {

constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15u;

std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  return hash;
}

}  // namespace

RandomStream::RandomStream(std::uint32_t seed, std::string_view name) : state_(fnv1a(name) ^ (seed * kGolden)) {}

std::uint64_t RandomStream::next() {
  state_ += kGolden;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

double RandomStream::uniform() { return static_cast<double>((next() >> 11) + 1) * 0x1p-53; }

void RandomStream::fillGaussian(std::span<float> values) {
  for (std::size_t i = 0; i < values.size(); i += 2) {
    const double radius = std::sqrt(-2 * std::log(uniform()));
    const double angle = 2 * std::numbers::pi * uniform();
    values[i] = static_cast<float>(radius * std::cos(angle));
    if (i + 1 < values.size()) values[i + 1] = static_cast<float>(radius * std::sin(angle));
  }
}

void RandomStream::fillUniform(std::span<float> values, double bound) {
  for (float& value : values) value = static_cast<float>(bound * (1 - 2 * uniform()));
}

}  // namespace attention
