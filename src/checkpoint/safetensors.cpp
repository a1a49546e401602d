#include "checkpoint/safetensors.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <set>

#include "format/file.hpp"
#include "format/json.hpp"

namespace attention {

namespace {

constexpr std::size_t kAlignment = 8;

std::optional<Error> check(std::span<const StoredTensor> tensors) {
  std::set<std::string_view> names;
  for (const StoredTensor& tensor : tensors) {
    if (tensor.name.empty() || tensor.name.starts_with("__")) {
      return invalidFile("a tensor cannot be called " + quoted(tensor.name));
    }
    if (!names.insert(tensor.name).second) return invalidFile("two tensors are called " + quoted(tensor.name));
    std::size_t size = sizeOf(tensor.type);
    for (const std::size_t extent : tensor.shape) size *= extent;
    if (size != tensor.bytes.size()) {
      return Error{ErrorCode::ShapeMismatch, sentence({std::string_view(tensor.name), " has ", tensor.bytes.size(),
                                                       " bytes, its shape wants ", size})};
    }
  }
  return {};
}

template <class Each>
std::string joined(const Each& items) {
  std::string text;
  for (const auto& item : items) text += (text.empty() ? "" : ",") + item;
  return text;
}

}  // namespace

std::string_view nameOf(ElementType type) {
  constexpr std::string_view kNames[] = {"F32", "F16", "I8", "U8"};
  return kNames[static_cast<std::size_t>(type)];
}

std::size_t sizeOf(ElementType type) {
  constexpr std::size_t kSizes[] = {4, 2, 1, 1};
  return kSizes[static_cast<std::size_t>(type)];
}

StoredTensor storedFloats(std::string name, std::vector<std::size_t> shape, std::span<const float> values) {
  StoredTensor tensor{std::move(name), ElementType::F32, std::move(shape), {}};
  for (const float value : values) {
    const auto word = std::bit_cast<std::uint32_t>(value);
    for (int shift = 0; shift < 32; shift += 8) tensor.bytes.push_back(static_cast<char>((word >> shift) & 0xFF));
  }
  return tensor;
}

Expected<std::string> safetensors(std::span<const StoredTensor> tensors, const Metadata& metadata) {
  if (auto error = check(tensors)) return *error;
  std::vector<const StoredTensor*> order;
  for (const StoredTensor& tensor : tensors) order.push_back(&tensor);
  std::stable_sort(order.begin(), order.end(),
                   [](const StoredTensor* a, const StoredTensor* b) { return sizeOf(a->type) > sizeOf(b->type); });

  std::vector<std::string> members;
  if (!metadata.empty()) {
    std::vector<std::string> texts;
    for (const auto& [name, value] : metadata) texts.push_back(quoted(name) + ":" + quoted(value));
    members.push_back("\"__metadata__\":{" + joined(texts) + "}");
  }
  std::size_t offset = 0;
  for (const StoredTensor* tensor : order) {
    std::vector<std::string> shape;
    for (const std::size_t extent : tensor->shape) shape.push_back(std::to_string(extent));
    const std::size_t end = offset + tensor->bytes.size();
    members.push_back(quoted(tensor->name) + ":{\"dtype\":\"" + std::string(nameOf(tensor->type)) + "\",\"shape\":[" +
                      joined(shape) + "],\"data_offsets\":[" + std::to_string(offset) + "," + std::to_string(end) +
                      "]}");
    offset = end;
  }
  std::string header = "{" + joined(members) + "}";
  header.resize((header.size() + kAlignment - 1) / kAlignment * kAlignment, ' ');

  std::string file;
  for (int shift = 0; shift < 64; shift += 8)
    file.push_back(static_cast<char>((std::uint64_t{header.size()} >> shift) & 0xFF));
  file += header;
  for (const StoredTensor* tensor : order) file += tensor->bytes;
  return file;
}

}  // namespace attention
