// The vectors of the latest sentence and of positions, so that a key press costs one new word.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "tensor/room.hpp"
#include "tensor/tensor.hpp"

namespace attention {

class TokenMemory {
 public:
  // The vector, of this width, that was remembered under the key; null if there is none. It is looked for at `index` first.
  const float* find(std::uint64_t key, std::size_t index, std::size_t width) const;

  // Keeps copies of the vectors (L, E) and their keys (L); forgets all where they are too many, or the machine has not got
  // the room.
  void remember(std::span<const std::uint64_t> keys, const Matrix& vectors);

  // sinusoidalPositions() of at least this length; null where remember() would forget.
  const float* positions(std::size_t length, std::size_t width);

 private:
  Room<std::uint64_t> keys_;
  Room<float> vectors_, positions_;
  std::size_t tokens_ = 0, width_ = 0, positioned_ = 0, positionWidth_ = 0;
};

}  // namespace attention
