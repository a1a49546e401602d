// A parameter matrix (R, C) in few bits: code times scale, one scale for a row or for 32 neighbours in a row.
//
// In model.safetensors the matrix `name` is two tensors, and metadata.quantization says which:
//   {"name": {"bits": 8, "shape": [R, C]}, ...}
//   bits 8:  name        I8  (R, C)       codes
//            name.scale  F16 (R)          one for each row
//   bits 6:  name        U8  (R, 24 * G)  G = ceil(C / 32) groups; each 4 codes, plus 32, in 3 bytes: a
//                                         little-endian word of 24 bits, the first code in its lowest 6
//            name.scale  F16 (R, G)
//   bits 4:  name        U8  (R, 16 * G)  each 2 codes, plus 8, in a byte, the first in its lower half
//            name.scale  F16 (R, G)
// What stands there is code * scale. Codes are whole numbers from -steps to steps; those after column C are 0.
//
// Brotli compresses bytes, not halves or quarters of them: with 8 bits and fewer steps, say 10, the file shrinks to that
// of 4 bits, with a smaller error.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "checkpoint/safetensors.hpp"

namespace attention {

struct Quantization {
  unsigned bits;   // 8, 6 or 4
  unsigned steps;  // the largest code: at most 127, 31 or 7
};

inline constexpr Quantization kInt8{8, 127}, kInt6{6, 31}, kInt4{4, 7};
inline constexpr std::size_t kGroup = 32;

struct QuantizedMatrix {
  std::string name;
  std::size_t rows, columns;
  Quantization quantization;
  StoredTensor codes, scales;
};

// Of each row or group the scale with the least squared error, of 41 between half and all of what its largest value
// needs; each value takes the nearest code.
Expected<QuantizedMatrix> quantize(std::string name, std::size_t rows, std::size_t columns,
                                   std::span<const float> values, Quantization quantization);

// The value of metadata.quantization.
std::string quantizationJson(std::span<const QuantizedMatrix> matrices);

// What a reader of the file gets.
std::vector<float> dequantized(const QuantizedMatrix& matrix);

}  // namespace attention
