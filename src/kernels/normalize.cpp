#include "kernels/normalize.hpp"

#include <cmath>

#include "kernels/sums.hpp"

namespace attention {

namespace {

constexpr float kEpsilon = 1e-5f;

}  // namespace

RowMoments normalize(const float* x, std::size_t width, const float* gain, const float* bias, float* y) {
  const auto count = static_cast<float>(width);
  const float mean = sum(x, width) / count;
  for (std::size_t i = 0; i < width; ++i) y[i] = x[i] - mean;
  const float inverse = 1 / std::sqrt(dot(y, y, width) / count + kEpsilon);
  for (std::size_t i = 0; i < width; ++i) y[i] = y[i] * inverse * gain[i] + bias[i];
  return {mean, inverse};
}

// With z the normalised x and g = dy · gain: dx = (g - mean(g) - z · mean(g · z)) / deviation.
void normalizeBackward(const float* dy, const float* x, const RowMoments& moments, std::size_t width, const float* gain,
                       float* dx, float* dGain, float* dBias) {
  const auto [mean, inverse] = moments;
  Lanes sums{}, products{};
  std::size_t i = 0;
  for (; i + kLanes <= width; i += kLanes) {
    const Lanes z = (load(x + i) - mean) * inverse;
    const Lanes d = load(dy + i);
    const Lanes g = d * load(gain + i);
    sums += g;
    products += g * z;
    store(dGain + i, load(dGain + i) + d * z);
    store(dBias + i, load(dBias + i) + d);
  }
  float sumOfG = sumOfLanes(sums), sumOfProducts = sumOfLanes(products);
  for (; i < width; ++i) {
    const float z = (x[i] - mean) * inverse;
    const float g = dy[i] * gain[i];
    sumOfG += g;
    sumOfProducts += g * z;
    dGain[i] += dy[i] * z;
    dBias[i] += dy[i];
  }
  const float meanOfG = sumOfG / static_cast<float>(width);
  const float meanOfProducts = sumOfProducts / static_cast<float>(width);
  for (i = 0; i < width; ++i) {
    const float z = (x[i] - mean) * inverse;
    dx[i] += (dy[i] * gain[i] - meanOfG - z * meanOfProducts) * inverse;
  }
}

}  // namespace attention
