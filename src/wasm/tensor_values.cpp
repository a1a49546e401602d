#include "wasm/tensor_values.hpp"

#include "attention/mask.hpp"

namespace attention::wasm {

using emscripten::typed_memory_view;
using emscripten::val;

namespace {

std::size_t dimension(const val& tensor, int axis) { return tensor["shape"][axis].as<std::size_t>(); }

// The view is made after the tensor was allocated: memory that grew in between would leave it empty.
template <class Tensor>
void copyIn(const val& data, Tensor& tensor) {
  val(typed_memory_view(tensor.size(), tensor.data())).call<void>("set", data);
}

template <class Tensor>
val copyOut(const char* arrayType, const Tensor& tensor) {
  val shape = val::array();
  for (const auto extent : tensor.shape()) shape.call<void>("push", extent);
  val result = val::object();
  result.set("data", val::global(arrayType).new_(typed_memory_view(tensor.size(), tensor.data())));
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
  if (!mask["data"].instanceof(val::global("Uint8Array"))) return readMatrix(mask);
  BooleanMask boolean({dimension(mask, 0), dimension(mask, 1)});
  copyIn(mask["data"], boolean);
  return additive(boolean);
}

val write(const Matrix& matrix) { return copyOut("Float32Array", matrix); }
val write(const Heads& heads) { return copyOut("Float32Array", heads); }
val write(const BooleanMask& mask) { return copyOut("Uint8Array", mask); }

val write(const std::vector<std::size_t>& indices) {
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
