// The learning rate of each step: it rises evenly from 0, then falls along half a cosine (Loshchilov and Hutter 2017).
#pragma once

#include <cstdint>

namespace attention {

struct Schedule {
  double peak = 1e-3;
  double last = 1e-5;            // what it falls to
  std::uint64_t warmUp = 1000;   // steps
  std::uint64_t steps = 10000;   // in all

  // Of step 1 ... steps.
  double rate(std::uint64_t step) const;

  bool operator==(const Schedule&) const = default;
};

}  // namespace attention
