#include "wasm/request.hpp"

#include <utility>

#include "attention/mask.hpp"

namespace attention::wasm {

void Request::open(std::size_t count) {
  close();
  count_ = count;
}

void Request::close() {
  for (std::size_t i = 0; i < count_; ++i) tensors_[i] = std::monostate();
  count_ = 0;
}

Bytes Request::bytes() const {
  Bytes bytes;
  for (std::size_t i = 1; i < count_; ++i) {
    const Value& value = table[i];
    std::uint64_t elements = 1;
    for (std::uint32_t axis = 0; axis < value.rank; ++axis) elements *= value.shape[axis];
    if (value.kind == Kind::Floats) bytes.add(elements);
    if (value.kind == Kind::Bytes) bytes.add<std::uint8_t>(elements);
  }
  // a mask of bytes becomes one of floats
  if (const Value* mask = find("attnMask"); mask != nullptr && mask->kind == Kind::Bytes) {
    bytes.add(std::uint64_t{mask->shape[0]} * mask->shape[1]);
  }
  return bytes;
}

void Request::makeTensors() {
  const auto addressOf = [](const auto& array) {
    return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(array.data()));
  };
  for (std::size_t i = 1; i < count_; ++i) {
    Value& value = table[i];
    const std::size_t length = value.shape[0];
    const std::size_t width = value.shape[1];
    if (value.kind == Kind::Bytes) {
      value.address = addressOf(tensors_[i].emplace<ByteMatrix>(ByteMatrix::shape_type{length, width}));
    } else if (value.kind == Kind::Floats && value.rank == 2) {
      value.address = addressOf(tensors_[i].emplace<Matrix>(Matrix::shape_type{length, width}));
    } else if (value.kind == Kind::Floats) {
      value.address = addressOf(tensors_[i].emplace<Vector>(Vector::shape_type{length}));
    }
  }
}

const Value* Request::find(std::string_view name) const {
  for (std::size_t i = 1; i < count_; ++i) {
    if (name == table[i].name) return &table[i];
  }
  return nullptr;
}

double Request::number(std::string_view name) const {
  const Value* const value = find(name);
  return value != nullptr ? value->number : 0;
}

std::uint64_t Request::extent(std::string_view name, int axis) const {
  const Value* const value = find(name);
  return value != nullptr ? value->shape[axis] : 0;
}

template <class Array>
Array Request::take(std::string_view name) {
  const Value* const value = find(name);
  return value != nullptr ? std::move(*std::get_if<Array>(&tensors_[value - table])) : Array();
}

Matrix Request::takeMatrix(std::string_view name) { return take<Matrix>(name); }

ByteMatrix Request::takeBytes(std::string_view name) { return take<ByteMatrix>(name); }

std::optional<Vector> Request::takeVector(std::string_view name) {
  if (!has(name)) return {};
  return take<Vector>(name);
}

std::optional<Matrix> Request::takeMask(std::string_view name) {
  const Value* const value = find(name);
  if (value == nullptr) return {};
  return value->kind == Kind::Bytes ? additive(takeBytes(name)) : takeMatrix(name);
}

}  // namespace attention::wasm
