#include "attention/variants/sliding_window.hpp"

#include "attention/variants/stages.hpp"

namespace attention {

Expected<AttentionTrace> slidingWindowAttention(const Heads& q, const Heads& k, const Heads& v, std::size_t window,
                                                const AttentionOptions& options) {
  if (Check error = checkArguments(q, k, v, options)) return *error;
  return attendUnder(slidingWindowMask(rows(q), rows(k), window), q, k, v, options);
}

Bytes slidingWindowBytes(const AttentionSize& size) { return attendUnderBytes(size); }

}  // namespace attention
