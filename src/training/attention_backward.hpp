#pragma once

#include "training/guidance.hpp"

namespace attention {

// The gradients of attentionLayer's two arguments: in self-attention, that of x is their sum.
struct AttentionLayerGradient {
  Matrix query, key;   // (rows, E)
};

// dOutput (rows, E) is the gradient of attentionLayer(query, key)'s output; its trace kept the weights. gradient += those of
// the parameters; transposed holds the panels of their transposes. guidance may be null.
AttentionLayerGradient attentionLayerBackward(const Matrix& dOutput, const Matrix& query, const Matrix& key,
                                              const Rows& rows, const AttentionLayerTrace& trace,
                                              const AttentionPart<Panels>& transposed,
                                              const AttentionPart<MutableView>& gradient, const Guidance* guidance);

}  // namespace attention
