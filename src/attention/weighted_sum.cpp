#include "attention/weighted_sum.hpp"

#include "kernels/multiply.hpp"

namespace attention {

Heads weightedSum(const Heads& weights, const Heads& v) {
  Heads result({weights.shape(0), rows(weights), columns(v)});
  Vector panels = panelStorage(rows(v), columns(v));
  for (std::size_t h = 0; h < weights.shape(0); ++h) {
    multiply(view(weights, h), pack(view(v, h), panels.data()), view(result, h));
  }
  return result;
}

}  // namespace attention
