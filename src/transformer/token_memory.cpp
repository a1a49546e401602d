#include "transformer/token_memory.hpp"

#include <algorithm>

#include "transformer/token_vectors.hpp"

namespace attention {

namespace {

constexpr std::size_t kMostTokens = 2048;                        // they are searched one by one
constexpr std::size_t kMostNumbers = std::size_t{1} << 19;       // 1,024 words of width 512

}  // namespace

const float* TokenMemory::find(std::uint64_t key, std::size_t index, std::size_t width) const {
  if (width != width_) return nullptr;
  if (index < tokens_ && keys_.data()[index] == key) return vectors_.data() + index * width;
  const std::uint64_t* end = keys_.data() + tokens_;
  const std::uint64_t* found = std::find(keys_.data(), end, key);
  return found == end ? nullptr : vectors_.data() + static_cast<std::size_t>(found - keys_.data()) * width;
}

void TokenMemory::remember(std::span<const std::uint64_t> keys, const Matrix& vectors) {
  tokens_ = 0;
  if (!keys_.reserve(keys.size(), kMostTokens) || !vectors_.reserve(vectors.size(), kMostNumbers)) return;
  std::copy(keys.begin(), keys.end(), keys_.data());
  std::copy(vectors.begin(), vectors.end(), vectors_.data());
  tokens_ = keys.size();
  width_ = columns(vectors);
}

const float* TokenMemory::positions(std::size_t length, std::size_t width) {
  if (length <= positioned_ && width == positionWidth_) return positions_.data();
  const std::size_t longer = std::min(std::max(length + length / 2, std::size_t{32}), kMostNumbers / width);
  positioned_ = 0;
  if (longer < length || !positions_.reserve(longer * width, kMostNumbers)) return nullptr;
  writePositions(longer, width, positions_.data());
  positioned_ = longer;
  positionWidth_ = width;
  return positions_.data();
}

}  // namespace attention
