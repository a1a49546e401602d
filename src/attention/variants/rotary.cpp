#include "attention/variants/rotary.hpp"

#include <cmath>

#include "attention/scores.hpp"
#include "attention/variants/stages.hpp"

namespace attention {

Heads rotated(const Heads& x, std::size_t firstPosition) {
  Heads result(x.shape());
  const std::size_t width = columns(x);
  for (std::size_t i = 0; i + 1 < width; i += 2) {
    const double speed = std::exp(-std::log(10000.0) * static_cast<double>(i) / static_cast<double>(width));
    for (std::size_t l = 0; l < rows(x); ++l) {
      const double angle = static_cast<double>(firstPosition + l) * speed;
      const float cosine = static_cast<float>(std::cos(angle));
      const float sine = static_cast<float>(std::sin(angle));
      for (std::size_t h = 0; h < x.shape(0); ++h) {
        const float a = x(h, l, i);
        const float b = x(h, l, i + 1);
        result(h, l, i) = a * cosine - b * sine;
        result(h, l, i + 1) = a * sine + b * cosine;
      }
    }
  }
  return result;
}

Expected<RotaryTrace> rotaryAttention(const Heads& q, const Heads& k, const Heads& v, const AttentionOptions& options) {
  if (Check error = checkArguments(q, k, v, options)) return *error;
  if (columns(q) % 2 != 0) {
    return Error{ErrorCode::InvalidSize,
                 sentence({"q has ", columns(q), " columns; rotary positions turn pairs, so they must be even"})};
  }
  RotaryTrace trace;
  trace.q = rotated(q);
  trace.k = rotated(k);
  trace.scores = scores(trace.q, trace.k);
  if (Check error = attendScored(trace, v, scaleOf(options, q), options)) return *error;
  return trace;
}

Bytes rotaryBytes(const AttentionSize& size) {
  return attendBytes(size, Keep::Everything)
      .add(size.numHeads * size.queries * size.width)
      .add(size.numHeads * size.keys * size.width);
}

}  // namespace attention
