#include "transformer/predictions.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "kernels/softmax.hpp"

namespace attention {

std::vector<double> softmax(const float* scores, std::size_t count, double temperature) {
  const double top = *std::max_element(scores, scores + count);
  std::vector<double> result(count);
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += result[i] = std::exp((scores[i] - top) / temperature);
  for (double& one : result) one /= sum;
  return result;
}

std::vector<double> logSoftmax(const float* scores, std::size_t count) {
  const double top = *std::max_element(scores, scores + count);
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += std::exp(scores[i] - top);
  std::vector<double> result(count);
  for (std::size_t i = 0; i < count; ++i) result[i] = scores[i] - top - std::log(sum);
  return result;
}

std::vector<TokenId> likeliest(const float* scores, std::size_t count, std::size_t most) {
  std::vector<TokenId> order(count);
  std::iota(order.begin(), order.end(), TokenId{0});
  const auto end = order.begin() + static_cast<std::ptrdiff_t>(std::min(most, count));
  std::partial_sort(order.begin(), end, order.end(), [scores](TokenId a, TokenId b) {
    return scores[a] > scores[b] || (scores[a] == scores[b] && a < b);
  });
  order.erase(end, order.end());
  return order;
}

Predictions predict(const PackedModel& model, const Matrix& decoded, std::span<const TokenId> came, std::size_t most) {
  const std::size_t count = rows(decoded), vocabulary = model.config.vocabulary, kept = std::min(most, vocabulary);
  Matrix scores = logits(model, view(decoded));
  Predictions result = {Matrix({count, kept}), Matrix({count, kept}), Vector::from_shape({count}),
                        Vector::from_shape({vocabulary})};
  for (std::size_t l = 0; l < count; ++l) {
    float* row = &scores(l, 0);
    const std::vector<TokenId> best = likeliest(row, vocabulary, kept);
    softmax(row, vocabulary, row[best.front()], row);
    for (std::size_t i = 0; i < kept; ++i) {
      result.candidates(l, i) = static_cast<float>(best[i]);
      result.candidateProbabilities(l, i) = row[best[i]];
    }
    result.probabilities(l) = row[came[l]];
  }
  std::copy_n(&scores(count - 1, 0), vocabulary, result.next.begin());
  return result;
}

}  // namespace attention
