#include "kernels/softmax.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include "kernels/elementwise.hpp"
#include "kernels/exponential.hpp"

namespace attention {

namespace {

constexpr float kMinusInfinity = -std::numeric_limits<float>::infinity();

// 4,096 additions in float32 would cost three digits: float32 within a block, double across blocks.
constexpr std::size_t kBlock = 256;

double sumOf(Lanes lanes) {
  double sum = 0;
  for (std::size_t i = 0; i < kLanes; ++i) sum += static_cast<double>(lanes[i]);
  return sum;
}

}  // namespace

Survey survey(const float* scores, std::size_t count) {
  std::array<Lanes, 2> top = {splat(kMinusInfinity), splat(kMinusInfinity)};
  std::array<Lanes, 2> zeros{};  // a finite number times 0 is 0; of the others it is NaN
  std::size_t s = 0;
  for (; s + 2 * kLanes <= count; s += 2 * kLanes) {  // two at a time, because each waits for its last result
    ATTENTION_UNROLLED
    for (std::size_t i = 0; i < 2; ++i) {
      const Lanes some = load(scores + s + i * kLanes);
      top[i] = larger(some, top[i]);
      zeros[i] += some * 0.0f;
    }
  }
  float result = kMinusInfinity;
  float zero = 0;
  for (; s < count; ++s) {
    result = std::max(result, scores[s]);
    zero += scores[s] * 0.0f;
  }
  const Lanes tops = larger(top[0], top[1]);
  const Lanes sums = zeros[0] + zeros[1];
  for (std::size_t i = 0; i < kLanes; ++i) {
    result = std::max(result, tops[i]);
    zero += sums[i];
  }
  return {result, zero == 0};
}

double exponentials(const float* scores, std::size_t count, float top, float* to) {
  double sum = 0;
  for (std::size_t first = 0; first < count; first += kBlock) {
    const std::size_t end = std::min(first + kBlock, count);
    Lanes partial{};
    std::size_t s = first;
    for (; s + kLanes <= end; s += kLanes) {
      const Lanes e = exponential(load(scores + s) - top);
      store(to + s, e);
      partial += e;
    }
    if (s < end) {  // the last few, the missing ones -Infinity so that they count 0
      const std::size_t bytes = (end - s) * sizeof(float);
      Lanes last = splat(kMinusInfinity);
      std::memcpy(&last, scores + s, bytes);
      last = exponential(last - top);
      std::memcpy(to + s, &last, bytes);
      partial += last;
    }
    sum += sumOf(partial);
  }
  return sum;
}

bool softmax(const float* scores, std::size_t count, float* weights) {
  return softmax(scores, count, survey(scores, count).largest, weights);
}

bool softmax(const float* scores, std::size_t count, float top, float* weights) {
  if (top == kMinusInfinity) {
    std::fill_n(weights, count, 0.0f);
    return false;
  }
  // subtracting the largest score keeps exp at most 1, whatever the scores are
  const double sum = exponentials(scores, count, top, weights);
  scale(weights, count, static_cast<float>(1 / sum), weights);
  return true;
}

}  // namespace attention
