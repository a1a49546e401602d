// The one form in which values cross the boundary, in both directions: a table of named values at a fixed place of the
// memory. web/engine/module.js is the other side.
#pragma once

#include <cstddef>
#include <cstdint>

namespace attention::wasm {

enum class Kind : std::uint32_t { Number, Text, Floats, Bytes, Indices };

// A number, or a tensor whose elements are elsewhere in the memory; a text is UTF-8 bytes (length).
struct Value {
  char name[32];   // ends with 0
  double number;
  Kind kind;
  std::uint32_t address;
  std::uint32_t rank;
  std::uint32_t shape[3];
};
static_assert(sizeof(Value) == 64);

constexpr std::size_t kMaxValues = 24;

// The first value's name is the operation, the others are its arguments; afterwards, what it gives.
inline Value table[kMaxValues];

}  // namespace attention::wasm
