// What an operation gives: named values in the table. Tensors stay where they are, in the arena, which module.js copies
// from at once.
#pragma once

#include <cstddef>
#include <string_view>

#include "tensor/expected.hpp"
#include "tensor/tensor.hpp"
#include "wasm/table.hpp"

namespace attention::wasm {

class Reply {
 public:
  std::size_t count() const { return count_; }

  void add(std::string_view name, double number);
  void add(std::string_view name, std::string_view text);   // which outlives the reply
  void add(std::string_view name, const Indices& indices);

  // Matrix, Heads, ByteMatrix
  template <class Scalar, std::size_t Rank>
  void add(std::string_view name, const Tensor<Scalar, Rank>& tensor) {
    Value& value = next(name, sizeof(Scalar) == 1 ? Kind::Bytes : Kind::Floats, tensor.data());
    for (const auto size : tensor.shape()) value.shape[value.rank++] = static_cast<std::uint32_t>(size);
  }

  // (L, S) of (H, L, S)
  void addHead(std::string_view name, const Heads& heads, std::size_t head = 0);

  // { code, message }, and nothing else
  void refuse(const Error& error);

  void clear() { count_ = 0; }

 private:
  Value& next(std::string_view name, Kind kind, const void* elements);

  std::size_t count_ = 0;
};

}  // namespace attention::wasm
