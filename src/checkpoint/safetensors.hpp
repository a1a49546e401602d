// The safetensors format: eight bytes with the header's length, the header as JSON, the elements of all tensors.
// https://huggingface.co/docs/safetensors
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tensor/expected.hpp"

namespace attention {

enum class ElementType { F32, F16, I8, U8 };

std::string_view nameOf(ElementType type);
std::size_t sizeOf(ElementType type);

struct StoredTensor {
  std::string name;
  ElementType type;
  std::vector<std::size_t> shape;
  std::string bytes;  // row-major, little-endian
};

StoredTensor storedFloats(std::string name, std::vector<std::size_t> shape, std::span<const float> values);

using Metadata = std::vector<std::pair<std::string, std::string>>;

// The file's bytes. Tensors with large elements come first, so that all elements are aligned; the header is filled up
// with spaces to a multiple of eight bytes. Names and texts are UTF-8.
Expected<std::string> safetensors(std::span<const StoredTensor> tensors, const Metadata& metadata);

}  // namespace attention
