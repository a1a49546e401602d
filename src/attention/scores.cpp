#include "attention/scores.hpp"

#include "kernels/elementwise.hpp"
#include "kernels/multiply.hpp"

namespace attention {

Heads scores(const Heads& q, const Heads& k) {
  Heads result({q.shape(0), rows(q), rows(k)});
  Vector panels = panelStorage(columns(k), rows(k));
  for (std::size_t h = 0; h < q.shape(0); ++h) {
    multiply(view(q, h), pack(view(k, h).transposed(), panels.data()), view(result, h));
  }
  return result;
}

Heads scaled(const Heads& scores, float scale) {
  Heads result(scores.shape());
  attention::scale(scores.data(), scores.size(), scale, result.data());
  return result;
}

Heads masked(const Heads& scaled, const Mask& mask) {
  Heads result = scaled;
  for (std::size_t h = 0; h < scaled.shape(0); ++h) {
    for (std::size_t l = 0; l < rows(scaled); ++l) addMask(mask, l, 0, columns(scaled), &result(h, l, 0));
  }
  return result;
}

}  // namespace attention
