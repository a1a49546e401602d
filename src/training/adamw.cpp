#include "training/adamw.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace attention {

AdamStep stepOf(const AdamW& how, double rate, std::uint64_t step, double norm) {
  const auto correction = [&](double beta) {
    return static_cast<float>(1 / (1 - std::pow(beta, static_cast<double>(step))));
  };
  return {static_cast<float>(how.beta1),
          static_cast<float>(how.beta2),
          static_cast<float>(how.epsilon),
          static_cast<float>(rate * how.decay),
          static_cast<float>(rate),
          static_cast<float>(norm > how.largestNorm ? how.largestNorm / norm : 1),
          correction(how.beta1),
          correction(how.beta2)};
}

void update(const AdamStep& step, bool isDecaying, std::span<const float> gradient, std::span<float> parameters,
            std::span<float> first, std::span<float> second) {
  const float* const g = gradient.data();
  float* const p = parameters.data();
  float* const m = first.data();
  float* const v = second.data();
  const AdamStep s = step;
  const float kept = isDecaying ? 1 - s.decay : 1;
  for (std::size_t i = 0; i < gradient.size(); ++i) {
    const float clipped = g[i] * s.clip;
    const float mean = s.beta1 * m[i] + (1 - s.beta1) * clipped;
    const float square = s.beta2 * v[i] + (1 - s.beta2) * clipped * clipped;
    m[i] = mean;
    v[i] = square;
    p[i] = p[i] * kept - s.rate * (mean * s.correction1) / (std::sqrt(square * s.correction2) + s.epsilon);
  }
}

double squaredNorm(std::span<const float> gradient) {
  std::array<double, 8> sums{};
  std::size_t i = 0;
  for (; i + sums.size() <= gradient.size(); i += sums.size()) {
    for (std::size_t lane = 0; lane < sums.size(); ++lane) {
      const auto value = static_cast<double>(gradient[i + lane]);
      sums[lane] += value * value;
    }
  }
  for (; i < gradient.size(); ++i) sums[0] += static_cast<double>(gradient[i]) * static_cast<double>(gradient[i]);
  double sum = 0;
  for (const double lane : sums) sum += lane;
  return sum;
}

}  // namespace attention
