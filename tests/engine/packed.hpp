// Products of plain matrices: what the engine's callers pack beforehand.
#pragma once

#include "attention/projection.hpp"
#include "kernels/multiply.hpp"

namespace packed {

struct Packed {
  explicit Packed(attention::ConstView b)
      : storage(attention::panelStorage(b.rows, b.columns)), panels(attention::pack(b, storage.data())) {}

  attention::Vector storage;
  attention::Panels panels;
};

inline void multiply(attention::ConstView a, attention::ConstView b, attention::MutableView c) {
  attention::multiply(a, Packed(b).panels, c);
}

inline attention::Matrix project(const attention::Matrix& x, const attention::Matrix& parameter,
                                 const attention::Vector* bias) {
  return attention::project(x, Packed(view(parameter)).panels, bias != nullptr ? bias->data() : nullptr);
}

}  // namespace packed
