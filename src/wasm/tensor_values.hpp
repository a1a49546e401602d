// JS values <-> tensors. Everything that crosses is copied: nothing points into the heap after a call.
#pragma once

#include <emscripten/val.h>

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "tensor/expected.hpp"
#include "tensor/tensor.hpp"

namespace attention::wasm {

// { data: Float32Array, shape: [rows, columns] }; the JS side has checked both.
Matrix readMatrix(const emscripten::val& tensor);
std::optional<Vector> readVector(const emscripten::val& tensor);   // nothing for undefined

// A Uint8Array's 1 is "may attend"; a Float32Array is added. Nothing for undefined.
std::optional<Matrix> readMask(const emscripten::val& mask);

// { data: a new Float32Array, shape }
emscripten::val write(const Matrix& matrix);
emscripten::val write(const Heads& heads);
emscripten::val write(const BooleanMask& mask);   // data is a new Uint8Array
emscripten::val write(const std::vector<std::size_t>& indices);

// { error: { code, message } }
emscripten::val write(const Error& error);

}  // namespace attention::wasm
