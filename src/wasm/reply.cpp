#include "wasm/reply.hpp"

#include <cstdint>
#include <string>

namespace attention::wasm {

namespace {

std::string_view nameOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::ShapeMismatch: return "shape-mismatch";
    case ErrorCode::NotFinite: return "not-finite";
    case ErrorCode::InvalidSize: return "invalid-size";
    case ErrorCode::InvalidHeads: return "invalid-heads";
    case ErrorCode::TooLarge: return "too-large";
    case ErrorCode::OutOfMemory: return "out-of-memory";
  }
  return "engine-failed";
}

}  // namespace

Value& Reply::next(std::string_view name, Kind kind, const void* elements) {
  Value& value = table[count_++];
  value = Value();
  name.copy(value.name, sizeof(value.name) - 1);
  value.kind = kind;
  value.address = static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(elements));
  return value;
}

void Reply::add(std::string_view name, double number) { next(name, Kind::Number, nullptr).number = number; }

void Reply::add(std::string_view name, std::string_view text) {
  Value& value = next(name, Kind::Text, text.data());
  value.rank = 1;
  value.shape[0] = static_cast<std::uint32_t>(text.size());
}

void Reply::add(std::string_view name, const Indices& indices) {
  static_assert(sizeof(std::size_t) == sizeof(std::uint32_t));
  Value& value = next(name, Kind::Indices, indices.data());
  value.rank = 1;
  value.shape[0] = static_cast<std::uint32_t>(indices.size());
}

void Reply::addHead(std::string_view name, const Heads& heads, std::size_t head) {
  Value& value = next(name, Kind::Floats, heads.data() + head * rows(heads) * columns(heads));
  value.rank = 2;
  value.shape[0] = static_cast<std::uint32_t>(rows(heads));
  value.shape[1] = static_cast<std::uint32_t>(columns(heads));
}

void Reply::refuse(const Error& error) {
  static std::string message;
  message = error.message;
  clear();
  add("code", nameOf(error.code));
  add("message", message);
}

}  // namespace attention::wasm
