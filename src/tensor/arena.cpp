#include "tensor/arena.hpp"

#include <algorithm>
#include <functional>
#include <limits>

namespace attention {

bool Arena::open(std::uint64_t bytes) {
  used_ = 0;
  isOpen_ = false;
  if (bytes > capacity_) {
    const std::uint64_t halfMore = std::uint64_t{capacity_} + capacity_ / 2;
    release();
    if (halfMore <= bytes || !grow(halfMore)) grow(bytes);
  }
  isOpen_ = bytes <= capacity_;
  return isOpen_;
}

bool Arena::grow(std::uint64_t bytes) {
  if (bytes > std::numeric_limits<std::size_t>::max() / 2) return false;
  block_ = static_cast<std::byte*>(::operator new(static_cast<std::size_t>(bytes), std::nothrow));
  if (block_ != nullptr) capacity_ = static_cast<std::size_t>(bytes);
  return block_ != nullptr;
}

void Arena::release() {
  ::operator delete(block_);
  block_ = nullptr;
  capacity_ = used_ = 0;
  isOpen_ = false;
}

void* Arena::take(std::size_t bytes) {
  if (!isOpen_ || bytes > capacity_ - used_) return nullptr;
  std::byte* const memory = block_ + used_;
  used_ = std::min(capacity_, used_ + static_cast<std::size_t>(Bytes().add<std::byte>(bytes).total()));
  return memory;
}

bool Arena::owns(const void* memory) const {
  const std::less_equal<const void*> notAfter;
  return block_ != nullptr && notAfter(block_, memory) && !notAfter(block_ + capacity_, memory);
}

Arena& arena() {
  static constinit Arena one;
  return one;
}

}  // namespace attention
