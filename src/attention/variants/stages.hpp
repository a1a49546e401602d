// What the variants share: the checks of their arguments, and the stages of scaled dot-product attention one at a time, so
// that a paper's change can stand between any two of them.
#pragma once

#include <string_view>

#include "attention/scaled_dot_product.hpp"
#include "attention/softmax_rows.hpp"
#include "attention/weighted_sum.hpp"
#include "kernels/softmax.hpp"
#include "tensor/check.hpp"

namespace attention {

// Every dimension is at least 1, every number finite.
Check checkHeads(std::string_view name, const Heads& heads);

// "slopes has 3 numbers, q has 4 heads", and every number finite.
Check checkPerHead(std::string_view name, const Vector& numbers, const Heads& q);

// "bias has 3 rows, q has 4 heads", no dimension empty, and every number finite.
Check checkPerHead(std::string_view name, const Matrix& numbers, const Heads& q);

// What every variant asks of q (H, L, D), k (·, S, D), v (·, S, Dv) and the options, whatever the heads of k and v are; and
// that the stages that are kept are not too many.
// Errors: ShapeMismatch, InvalidSize (empty), NotFinite, TooLarge.
Check checkTensors(const Heads& q, const Heads& k, const Heads& v, const AttentionOptions& options,
                   Keep keep = Keep::Everything);

// The same, and that q, k and v have equally many heads.
Check checkArguments(const Heads& q, const Heads& k, const Heads& v, const AttentionOptions& options,
                     Keep keep = Keep::Everything);

// A product per head: (H, M, K) · (H, K, N) -> (H, M, N).
inline Heads product(const Heads& a, const Heads& b) { return weightedSum(a, b); }

// ---- The stages, each from what the trace holds to what it says.

Check scaleScores(AttentionTrace& trace, float scale);                                            // scores -> scaled
Check maskScores(AttentionTrace& trace, const Heads& unmasked, const AttentionOptions& options);  // -> masked
void softmaxScores(AttentionTrace& trace);                                                        // masked -> weights
Check sumValues(AttentionTrace& trace, const Heads& v);                                           // weights -> heads

// Whether any of a row of masked scores is above -Infinity.
bool seesAny(const float* masked, std::size_t count);

// masked -> weights by another function than softmax: turn(h, l, masked, weights) fills one row from another and says
// whether its query sees any key.
template <class Turn>
void turnRows(AttentionTrace& trace, const Turn& turn) {
  const std::size_t queries = rows(trace.masked);
  trace.weights = Heads(trace.masked.shape());
  trace.fullyMaskedRows.reserve(queries);
  for (std::size_t l = 0; l < queries; ++l) {
    bool everyHeadSees = true;
    for (std::size_t h = 0; h < trace.masked.shape(0); ++h) {
      const std::size_t row = (h * queries + l) * columns(trace.masked);
      everyHeadSees &= turn(h, l, trace.masked.data() + row, trace.weights.data() + row);
    }
    if (!everyHeadSees) trace.fullyMaskedRows.push_back(l);
  }
}

// ---- The whole way, with one change.

// Scaled dot-product attention where a query may attend by a mask (L, S) and by the options.
Expected<AttentionTrace> attendUnder(const BooleanMask& may, const Heads& q, const Heads& k, const Heads& v,
                                     const AttentionOptions& options);

// What that takes from the arena with its mask, besides the other arguments.
Bytes attendUnderBytes(const AttentionSize& size);

struct BiasedTrace : AttentionTrace {
  Heads bias;     // (H, L, S)
  Heads biased;   // scaled + bias; masked = biased + mask
};

// The way from trace.scores on.
Check attendScored(AttentionTrace& trace, const Heads& v, float scale, const AttentionOptions& options);

// The way from q, k, v and trace.bias, which is added between the scale and the mask.
Check attendBiased(BiasedTrace& trace, const Heads& q, const Heads& k, const Heads& v, float scale,
                   const AttentionOptions& options);

// to (H, M, N) += from
void addTo(Heads& to, const Heads& from);

}  // namespace attention
