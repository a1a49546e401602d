// What JS asks for: the arguments in the table, by name. Each tensor has a room in the arena, which JS fills.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "tensor/arena.hpp"
#include "tensor/tensor.hpp"
#include "wasm/table.hpp"

namespace attention::wasm {

class Request {
 public:
  // `count` values in the table, whose shapes and kinds JS has checked.
  void open(std::size_t count);

  // What all tensors take from the arena.
  Bytes bytes() const;

  // Makes them in the open arena, and writes their addresses into the table.
  void makeTensors();

  // Lets go of those that were not taken. The arena that they are in is still there.
  void close();

  std::string_view operation() const { return table[0].name; }

  bool has(std::string_view name) const { return find(name) != nullptr; }
  bool isTrue(std::string_view name) const { return number(name) != 0; }
  double number(std::string_view name) const;                        // 0 where it is absent
  std::uint64_t extent(std::string_view name, int axis) const;       // 0 where it is absent

  template <class Integer>
  Integer integer(std::string_view name) const {
    return static_cast<Integer>(number(name));
  }

  // Each once: the request keeps nothing of it. Empty, or nothing, where it is absent.
  Matrix takeMatrix(std::string_view name);
  ByteMatrix takeBytes(std::string_view name);
  std::optional<Vector> takeVector(std::string_view name);

  // Bytes: 1 is "may attend"; Floats are added.
  std::optional<Matrix> takeMask(std::string_view name);

 private:
  const Value* find(std::string_view name) const;

  template <class Array>
  Array take(std::string_view name);

  std::size_t count_ = 0;
  std::variant<std::monostate, Matrix, Vector, ByteMatrix> tensors_[kMaxValues];
};

}  // namespace attention::wasm
