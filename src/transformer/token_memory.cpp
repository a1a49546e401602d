#include "transformer/token_memory.hpp"

#include <algorithm>
#include <new>

#include "transformer/token_vectors.hpp"

namespace attention {

namespace {

constexpr std::size_t kMostTokens = 2048;                        // they are searched one by one
constexpr std::size_t kMostNumbers = std::size_t{1} << 19;       // 1,024 words of width 512

}  // namespace

bool TokenMemory::Block::reserve(std::size_t count) {
  if (count <= capacity) return true;
  capacity = 0;
  const std::size_t room = std::min(kMostNumbers, count + count / 2);
  if (count > kMostNumbers) return false;
  numbers.reset(new (std::nothrow) float[room]);
  if (numbers) capacity = room;
  return capacity > 0;
}

const float* TokenMemory::find(std::uint64_t key, std::size_t index, std::size_t width) const {
  if (width != width_) return nullptr;
  if (index < tokens_ && keys_[index] == key) return vectors_.numbers.get() + index * width;
  const std::uint64_t* end = keys_.get() + tokens_;
  const std::uint64_t* found = std::find(static_cast<const std::uint64_t*>(keys_.get()), end, key);
  return found == end ? nullptr : vectors_.numbers.get() + static_cast<std::size_t>(found - keys_.get()) * width;
}

void TokenMemory::remember(std::span<const std::uint64_t> keys, const Matrix& vectors) {
  tokens_ = 0;
  if (keys.size() > kMostTokens || !vectors_.reserve(vectors.size())) return;
  if (keys.size() > keyCapacity_) {
    const std::size_t room = std::min(kMostTokens, keys.size() + keys.size() / 2);
    keys_.reset(new (std::nothrow) std::uint64_t[room]);
    keyCapacity_ = keys_ ? room : 0;
    if (!keys_) return;
  }
  std::copy(keys.begin(), keys.end(), keys_.get());
  std::copy(vectors.begin(), vectors.end(), vectors_.numbers.get());
  tokens_ = keys.size();
  width_ = columns(vectors);
}

const float* TokenMemory::positions(std::size_t length, std::size_t width) {
  if (length <= positioned_ && width == positionWidth_) return positions_.numbers.get();
  const std::size_t longer = std::min(std::max(length + length / 2, std::size_t{32}), kMostNumbers / width);
  positioned_ = 0;
  if (longer < length || !positions_.reserve(longer * width)) return nullptr;
  writePositions(longer, width, positions_.numbers.get());
  positioned_ = longer;
  positionWidth_ = width;
  return positions_.numbers.get();
}

}  // namespace attention
