#include "attention/scores.hpp"

#include <xtensor/xmath.hpp>

#include "kernels/multiply.hpp"

namespace attention {

Heads scores(const Heads& q, const Heads& k) {
  Heads result({q.shape(0), rows(q), rows(k)});
  for (std::size_t h = 0; h < q.shape(0); ++h) multiply(view(q, h), view(k, h).transposed(), view(result, h));
  return result;
}

Heads scaled(const Heads& scores, float scale) { return scores * scale; }

Heads masked(const Heads& scaled, const std::optional<Matrix>& mask) {
  if (!mask) return scaled;
  return scaled + *mask;
}

}  // namespace attention
