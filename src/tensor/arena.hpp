// Where the tensors of one call live: a block of memory that is kept between calls, so that a warm engine allocates
// nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>

namespace attention {

// Bytes that tensors take in the arena, summed tensor by tensor. 64 bits, because a request may exceed what 32 can count.
class Bytes {
 public:
  template <class Scalar = float>
  Bytes& add(std::uint64_t count) {
    total_ += (count * sizeof(Scalar) + kAlignment - 1) / kAlignment * kAlignment;
    return *this;
  }

  Bytes& add(const Bytes& more) {
    total_ += more.total_;
    return *this;
  }

  std::uint64_t total() const { return total_; }

  static constexpr std::size_t kAlignment = 64;

 private:
  std::uint64_t total_ = 0;
};

class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena() { release(); }

  // Forgets what the arena holds and makes room for `bytes`, growing geometrically. False where the machine has not got
  // them: the arena is then empty, and usable for less.
  bool open(std::uint64_t bytes);

  // From here on tensors come from the heap again; what the arena holds stays until the next open.
  void close() { isOpen_ = false; }

  // Gives the memory back.
  void release();

  // The next `bytes` of an open arena; null where it is closed or full.
  void* take(std::size_t bytes);

  bool owns(const void* memory) const;
  std::size_t used() const { return used_; }
  std::size_t capacity() const { return capacity_; }

 private:
  bool grow(std::uint64_t bytes);

  std::byte* block_ = nullptr;
  std::size_t capacity_ = 0;
  std::size_t used_ = 0;
  bool isOpen_ = false;
};

// The one that tensors are taken from: the engine has one thread.
Arena& arena();

// Open from here to the end of the scope; what was made in it stays readable until the next.
class ArenaScope {
 public:
  explicit ArenaScope(const Bytes& bytes) : isOpen_(arena().open(bytes.total())) {}
  ArenaScope(const ArenaScope&) = delete;
  ArenaScope& operator=(const ArenaScope&) = delete;
  ~ArenaScope() { arena().close(); }

  explicit operator bool() const { return isOpen_; }

 private:
  bool isOpen_;
};

// From the arena while it is open and has room, else from the heap.
template <class Scalar>
struct ArenaAllocator {
  using value_type = Scalar;

  ArenaAllocator() = default;
  template <class Other>
  ArenaAllocator(const ArenaAllocator<Other>&) {}

  Scalar* allocate(std::size_t count) {
    void* memory = arena().take(count * sizeof(Scalar));
    return static_cast<Scalar*>(memory != nullptr ? memory : ::operator new(count * sizeof(Scalar)));
  }

  void deallocate(Scalar* memory, std::size_t) {
    if (!arena().owns(memory)) ::operator delete(memory);
  }

  bool operator==(const ArenaAllocator&) const { return true; }
};

}  // namespace attention
