#include "attention/variants/entmax.hpp"

#include <algorithm>

#include "attention/scores.hpp"
#include "attention/variants/stages.hpp"

namespace attention {

namespace {

double toThe(std::size_t power, double x) {
  double result = 1;
  for (std::size_t i = 0; i < power; ++i) result *= x;
  return result;
}

Expected<EntmaxTrace> attendSparsely(const Heads& q, const Heads& k, const Heads& v, const AttentionOptions& options,
                                     std::size_t power) {
  if (Check error = checkArguments(q, k, v, options)) return *error;
  EntmaxTrace trace;
  trace.scores = scores(q, k);
  if (Check error = scaleScores(trace, scaleOf(options, q))) return *error;
  if (Check error = maskScores(trace, trace.scaled, options)) return *error;
  trace.thresholds = Matrix({q.shape(0), rows(q)});
  turnRows(trace, [&](std::size_t h, std::size_t l, const float* masked, float* weights) {
    const bool isSeeing = seesAny(masked, rows(k));
    if (!isSeeing) std::fill_n(weights, rows(k), 0.0f);
    trace.thresholds(h, l) = isSeeing ? entmax(masked, rows(k), power, weights) : 0;
    return isSeeing;
  });
  if (Check error = sumValues(trace, v)) return *error;
  return trace;
}

}  // namespace

float entmax(const float* scores, std::size_t count, std::size_t power, float* weights) {
  const double top = static_cast<double>(survey(scores, count).largest);
  const double n = static_cast<double>(power);
  // By how much key s is above the threshold, t by how much the best is; both times α - 1 = 1 / n.
  const auto above = [&](std::size_t s, double t) { return std::max(0.0, t - (top - static_cast<double>(scores[s])) / n); };
  // Newton's method on Σ above^n = 1. The sum is convex in t and at least 1 for t = 1, where the best key alone has 1: each step
  // falls short of the root, never past it, and for n = 1 the steps are those of Michelot (1986) and end exactly.
  double t = 1;
  for (int step = 0; step < 64; ++step) {
    double sum = 0;
    double slope = 0;
    for (std::size_t s = 0; s < count; ++s) {
      const double lower = toThe(power - 1, above(s, t));
      sum += lower * above(s, t);
      if (above(s, t) > 0) slope += n * lower;
    }
    const double next = t - (sum - 1) / slope;
    if (!(next < t)) break;
    t = next;
  }
  for (std::size_t s = 0; s < count; ++s) weights[s] = static_cast<float>(toThe(power, above(s, t)));
  return static_cast<float>(top - n * t);
}

Expected<EntmaxTrace> sparsemaxAttention(const Heads& q, const Heads& k, const Heads& v,
                                         const AttentionOptions& options) {
  return attendSparsely(q, k, v, options, 1);
}

Expected<EntmaxTrace> entmaxAttention(const Heads& q, const Heads& k, const Heads& v, const AttentionOptions& options) {
  return attendSparsely(q, k, v, options, 2);
}

Bytes entmaxBytes(const AttentionSize& size) {
  return attendBytes(size, Keep::Everything).add(size.numHeads * size.queries);
}

}  // namespace attention
