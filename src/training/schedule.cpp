#include "training/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace attention {

double Schedule::rate(std::uint64_t step) const {
  if (step < warmUp) return peak * static_cast<double>(step) / static_cast<double>(warmUp);
  if (step >= steps) return last;
  const double way = static_cast<double>(step - warmUp) / static_cast<double>(steps - warmUp);
  return last + (peak - last) * (1 + std::cos(std::numbers::pi * way)) / 2;
}

}  // namespace attention
