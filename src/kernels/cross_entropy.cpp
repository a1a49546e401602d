#include "kernels/cross_entropy.hpp"

#include <cmath>

#include "kernels/softmax.hpp"
#include "kernels/sums.hpp"

namespace attention {

RowLoss crossEntropy(float* logits, std::size_t count, std::size_t target, float smoothing, float factor) {
  const auto tokens = static_cast<double>(count);
  const float top = survey(logits, count).largest;
  const double mean = static_cast<double>(sum(logits, count)) / tokens;
  const double logit = static_cast<double>(logits[target]);
  const bool isBest = logits[target] >= top;
  const double total = exponentials(logits, count, top, logits);
  const double logOfTotal = std::log(total) + static_cast<double>(top);
  const double surprise = logOfTotal - logit;
  const double rate = static_cast<double>(smoothing);

  const auto scale = static_cast<float>(static_cast<double>(factor) / total);
  const auto share = static_cast<float>(static_cast<double>(factor) * rate / tokens);
  for (std::size_t i = 0; i < count; ++i) logits[i] = logits[i] * scale - share;
  logits[target] -= factor * (1 - smoothing);
  return {surprise, (1 - rate) * surprise + rate * (logOfTotal - mean), isBest};
}

}  // namespace attention
