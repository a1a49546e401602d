#include "transformer/model_parameters.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "tensor/random.hpp"

namespace attention {

std::vector<NamedTensor> tensorsOf(const ModelConfig& config) {
  std::vector<NamedTensor> tensors;
  std::size_t offset = 0;
  ModelViews parts;
  forEachPart(
      config, parts,
      [&](const std::string& name, MutableView&, std::size_t rows, std::size_t columns) {
        tensors.push_back({name, rows, columns, offset, false});
        offset += rows * columns;
      },
      [&](const std::string& name, float*&, std::size_t size) {
        tensors.push_back({name, 1, size, offset, true});
        offset += size;
      });
  return tensors;
}

std::size_t parameterCount(const ModelConfig& config) {
  const std::vector<NamedTensor> tensors = tensorsOf(config);
  return tensors.back().offset + tensors.back().columns;
}

ModelViews viewParts(const ModelConfig& config, float* block) {
  ModelViews parts;
  forEachPart(
      config, parts,
      [&](const std::string&, MutableView& matrix, std::size_t rows, std::size_t columns) {
        matrix = {block, rows, columns, columns};
        block += rows * columns;
      },
      [&](const std::string&, float*& vector, std::size_t size) {
        vector = block;
        block += size;
      });
  return parts;
}

std::vector<float> randomParameters(const ModelConfig& config, std::uint32_t seed) {
  std::vector<float> values(parameterCount(config));
  for (const NamedTensor& tensor : tensorsOf(config)) {
    const std::span<float> numbers(values.data() + tensor.offset, tensor.rows * tensor.columns);
    RandomStream stream(seed, tensor.name);
    if (tensor.isVector) {
      std::ranges::fill(numbers, tensor.name.ends_with("gain") ? 1.0f : 0.0f);
    } else if (tensor.name == "embedding") {
      stream.fillGaussian(numbers);
      for (float& number : numbers) number /= std::sqrt(static_cast<float>(config.modelWidth));
    } else {
      stream.fillUniform(numbers, std::sqrt(6.0 / static_cast<double>(tensor.rows + tensor.columns)));
    }
  }
  return values;
}

std::uint64_t packedModelSize(const ModelConfig& config) {
  std::uint64_t size = 0;
  for (const NamedTensor& tensor : tensorsOf(config)) {
    if (tensor.isVector) continue;
    size += std::max(panelsSize(tensor.rows, tensor.columns), panelsSize(tensor.columns, tensor.rows));
  }
  return size;
}

namespace {

PackedModel packAs(const ModelConfig& config, const float* parameters, float* storage, bool isTransposed) {
  PackedModel model;
  model.config = config;
  model.embedding = {parameters, config.vocabulary, config.modelWidth, config.modelWidth};
  forEachPart(
      config, model.parts,
      [&](const std::string& name, Panels& panels, std::size_t rows, std::size_t columns) {
        const ConstView matrix = {parameters, rows, columns, columns};
        const bool turn = isTransposed != (name == "embedding");  // the embedding is applied transposed
        panels = pack(turn ? matrix.transposed() : matrix, storage);
        storage += panelsSize(panels.rows, panels.columns);
        parameters += rows * columns;
      },
      [&](const std::string&, const float*& vector, std::size_t size) {
        vector = parameters;
        parameters += size;
      });
  return model;
}

}  // namespace

PackedModel packModel(const ModelConfig& config, const float* parameters, float* storage) {
  return packAs(config, parameters, storage, false);
}

PackedModel packTransposed(const ModelConfig& config, const float* parameters, float* storage) {
  return packAs(config, parameters, storage, true);
}

}  // namespace attention
