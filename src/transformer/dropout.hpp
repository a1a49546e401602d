// Dropout (Srivastava et al. 2014): while training, numbers are left out at random and the others made larger by as much.
#pragma once

#include <cstdint>

#include "tensor/tensor.hpp"

namespace attention {

struct Dropout {
  float rate = 0;           // in [0, 1); 0: nothing is left out
  std::uint64_t key = 0;    // of the step and the shard
};

// Which numbers of x go depends on the key, the site and their place alone: the backward pass does the same to the gradient.
void drop(const Dropout& dropout, std::uint64_t site, Matrix& x);

}  // namespace attention
