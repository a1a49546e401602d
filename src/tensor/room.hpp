// Memory that is kept between calls for what is worth remembering, and done without where the machine has not got it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>

namespace attention {

template <class Scalar>
class Room {
 public:
  // Room for `count`, growing by half, up to `most`. False where there is none: what it held is then lost.
  bool reserve(std::size_t count, std::size_t most) {
    if (count <= capacity_) return true;
    capacity_ = 0;
    data_.reset();
    if (count > most) return false;
    const std::size_t larger = std::min(most, count + count / 2);
    data_.reset(new (std::nothrow) Scalar[larger]);
    if (data_) capacity_ = larger;
    return capacity_ > 0;
  }

  Scalar* data() { return data_.get(); }
  const Scalar* data() const { return data_.get(); }

 private:
  std::unique_ptr<Scalar[]> data_;
  std::size_t capacity_ = 0;
};

}  // namespace attention
