// The learned matrices of multi-head attention, applied as X·W (+ b). Until a model is trained they are random.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "attention/row_memory.hpp"
#include "kernels/multiply.hpp"
#include "tensor/expected.hpp"
#include "tensor/tensor.hpp"

namespace attention {

struct Parameters {
  Matrix wq, wk, wv, wo;                  // (E, E) each
  std::optional<Vector> bq, bk, bv, bo;   // (E) each
};

// Xavier-uniform without biases: uniform in ±sqrt(6 / (E + E)) (Glorot and Bengio 2010), each matrix from its own
// stream of the seed. modelWidth (E) at least 1.
Parameters xavierParameters(std::size_t modelWidth, std::uint32_t seed);

// Every matrix is (E, E), every bias (E), and every number finite. E is the columns of what `reference` names.
std::optional<Error> checkParameters(const Parameters& parameters, std::string_view reference, std::size_t modelWidth);

// Parameters in the order in which the products read them.
struct PackedParameters {
  Panels wq, wk, wv, wo;
  const float *bq, *bk, *bv, *bo;   // null: no bias
};

// How many floats the packed parameters take.
std::uint64_t packedSize(std::uint64_t modelWidth);

// storage has room for packedSize(E) floats; it outlives the result.
PackedParameters pack(const Parameters& parameters, float* storage);

// Checked and packed once, for many calls, and what was made with them last. One call at a time: the memory changes.
class PreparedParameters {
 public:
  struct Memory {
    RowMemory q, k, v;
  };

  // Errors: ShapeMismatch, InvalidSize, NotFinite, OutOfMemory.
  static Expected<PreparedParameters> from(const Parameters& parameters);

  const PackedParameters& packed() const { return packed_; }
  std::size_t modelWidth() const { return packed_.wq.rows; }
  Memory& memory() const { return *memory_; }

 private:
  PreparedParameters(std::unique_ptr<float[]> storage, const PackedParameters& packed, std::unique_ptr<Memory> memory)
      : storage_(std::move(storage)), packed_(packed), memory_(std::move(memory)) {}

  std::unique_ptr<float[]> storage_;
  PackedParameters packed_;
  std::unique_ptr<Memory> memory_;
};

}  // namespace attention
