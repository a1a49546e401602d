// JS values <-> tensors. What comes in is copied; what goes out is a view of the arena, which engine.js copies at once.
#pragma once

#include <emscripten/val.h>

#include <cstddef>
#include <cstdint>
#include <optional>

#include "tensor/expected.hpp"
#include "tensor/tensor.hpp"

namespace attention::wasm {

// { data: Float32Array, shape: [rows, columns] }; the JS side has checked both.
Matrix readMatrix(const emscripten::val& tensor);
std::optional<Vector> readVector(const emscripten::val& tensor);   // nothing for undefined

// A Uint8Array's 1 is "may attend"; a Float32Array is added. Nothing for undefined.
std::optional<Matrix> readMask(const emscripten::val& mask);

std::uint64_t extent(const emscripten::val& tensor, int axis);

// What reading takes from the arena: 0 for undefined.
Bytes bytesOf(const emscripten::val& tensor);
Bytes bytesOfMask(const emscripten::val& mask);

// { data, shape }, data a Float32Array on the arena
emscripten::val write(const Matrix& matrix);
emscripten::val write(const Heads& heads);
emscripten::val write(const BooleanMask& mask);   // data is a Uint8Array
emscripten::val write(const Indices& indices);    // an array of numbers

// { error: { code, message } }
emscripten::val write(const Error& error);

}  // namespace attention::wasm
