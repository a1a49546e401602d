#include "training/export.hpp"

#include <vector>

#include "checkpoint/safetensors.hpp"
#include "transformer/model_parameters.hpp"

namespace attention {

Expected<std::string> modelFile(const ModelConfig& config, std::span<const float> parameters, Quantization quantization) {
  std::vector<StoredTensor> stored;
  std::vector<QuantizedMatrix> matrices;
  for (const NamedTensor& tensor : tensorsOf(config)) {
    const std::span<const float> values = parameters.subspan(tensor.offset, tensor.rows * tensor.columns);
    if (tensor.isVector) {
      stored.push_back(storedFloats(tensor.name, {tensor.columns}, values));
      continue;
    }
    Expected<QuantizedMatrix> matrix = quantize(tensor.name, tensor.rows, tensor.columns, values, quantization);
    if (!matrix) return matrix.error();
    stored.push_back(matrix->codes);
    stored.push_back(matrix->scales);
    matrices.push_back(std::move(*matrix));
  }
  return safetensors(stored, {{"format", "attention-view"}, {"quantization", quantizationJson(matrices)}});
}

std::string configJson(const ModelConfig& config) {
  std::string json = config.hasEncoder() ? "{\"task\": \"translate\"" : "{\"task\": \"language\"";
  const auto add = [&](const std::string& name, std::size_t value) { json += ", \"" + name + "\": " + std::to_string(value); };
  add("layers", config.layers);
  add("decoderLayers", config.decoderLayers);
  add("heads", config.heads);
  add("dModel", config.modelWidth);
  add("feedForward", config.feedForward);
  add("vocabulary", config.vocabulary);
  if (config.hasEncoder()) {
    const HeadPlace alignment = alignmentHead(config);
    json += ", \"alignment\": {\"layer\": " + std::to_string(alignment.layer) + ", \"head\": " +
            std::to_string(alignment.head) + "}";
  }
  return json + "}\n";
}

}  // namespace attention
