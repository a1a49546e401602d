// The learned matrices of multi-head attention, applied as X·W (+ b). Until a model is trained they are random.
#pragma once

#include <cstdint>
#include <optional>

#include "tensor/tensor.hpp"

namespace attention {

struct Parameters {
  Matrix wq, wk, wv, wo;                  // (E, E) each
  std::optional<Vector> bq, bk, bv, bo;   // (E) each
};

// Xavier-uniform without biases: uniform in ±sqrt(6 / (E + E)) (Glorot and Bengio 2010), each matrix from its own
// stream of the seed. modelWidth (E) at least 1.
Parameters xavierParameters(std::size_t modelWidth, std::uint32_t seed);

}  // namespace attention
