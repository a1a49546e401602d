#include "transformer/feed_forward.hpp"

#include "attention/projection.hpp"
#include "kernels/relu.hpp"

namespace attention {

FeedForwardTrace feedForward(const Matrix& x, const FeedForwardPart<Panels>& part) {
  FeedForwardTrace trace;
  trace.hidden = project(x, part.w1, nullptr);
  relu(trace.hidden.data(), trace.hidden.size());
  trace.output = project(trace.hidden, part.w2, nullptr);
  return trace;
}

}  // namespace attention
