#include "wasm/tensor_values.hpp"

#include "attention/mask.hpp"

namespace attention::wasm {

using emscripten::typed_memory_view;
using emscripten::val;

namespace {

std::size_t dimension(const val& tensor, int axis) { return tensor["shape"][axis].as<std::size_t>(); }

bool isBoolean(const val& mask) { return mask["data"].instanceof(val::global("Uint8Array")); }

// The view is made after the tensor was allocated: memory that grew in between would leave it empty.
template <class Array>
void copyIn(const val& data, Array& tensor) {
  val(typed_memory_view(tensor.size(), tensor.data())).call<void>("set", data);
}

template <class Array>
val viewOf(const Array& tensor) {
  val shape = val::array();
  for (const auto size : tensor.shape()) shape.call<void>("push", size);
  val result = val::object();
  result.set("data", val(typed_memory_view(tensor.size(), tensor.data())));
  result.set("shape", shape);
  return result;
}

const char* codeName(ErrorCode code) {
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

Matrix readMatrix(const val& tensor) {
  Matrix matrix({dimension(tensor, 0), dimension(tensor, 1)});
  copyIn(tensor["data"], matrix);
  return matrix;
}

std::optional<Vector> readVector(const val& tensor) {
  if (tensor.isUndefined()) return {};
  Vector vector = Vector::from_shape({dimension(tensor, 0)});
  copyIn(tensor["data"], vector);
  return vector;
}

std::optional<Matrix> readMask(const val& mask) {
  if (mask.isUndefined()) return {};
  if (!isBoolean(mask)) return readMatrix(mask);
  BooleanMask boolean({dimension(mask, 0), dimension(mask, 1)});
  copyIn(mask["data"], boolean);
  return additive(boolean);
}

std::uint64_t extent(const val& tensor, int axis) { return dimension(tensor, axis); }

Bytes bytesOf(const val& tensor) {
  Bytes bytes;
  return tensor.isUndefined() ? bytes : bytes.add(tensor["data"]["length"].as<std::size_t>());
}

Bytes bytesOfMask(const val& mask) {
  Bytes bytes = bytesOf(mask);
  return mask.isUndefined() || !isBoolean(mask) ? bytes : bytes.add<std::uint8_t>(mask["data"]["length"].as<std::size_t>());
}

val write(const Matrix& matrix) { return viewOf(matrix); }
val write(const Heads& heads) { return viewOf(heads); }
val write(const BooleanMask& mask) { return viewOf(mask); }

val write(const Indices& indices) {
  val array = val::array();
  for (const std::size_t index : indices) array.call<void>("push", index);
  return array;
}

val write(const Error& error) {
  val reason = val::object();
  reason.set("code", codeName(error.code));
  reason.set("message", error.message);
  val result = val::object();
  result.set("error", reason);
  return result;
}

}  // namespace attention::wasm
