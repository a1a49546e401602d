#include "training/feed_forward_backward.hpp"

#include "attention/projection.hpp"
#include "kernels/outer_products.hpp"
#include "kernels/relu.hpp"

namespace attention {

Matrix feedForwardBackward(const Matrix& dOutput, const Matrix& x, const FeedForwardTrace& trace,
                           const FeedForwardPart<Panels>& transposed, const FeedForwardPart<MutableView>& gradient) {
  addOuterProducts(view(trace.hidden), view(dOutput), gradient.w2);
  Matrix dHidden = project(dOutput, transposed.w2, nullptr);
  reluBackward(trace.hidden.data(), trace.hidden.size(), dHidden.data());
  addOuterProducts(view(x), view(dHidden), gradient.w1);
  return project(dHidden, transposed.w1, nullptr);
}

}  // namespace attention
