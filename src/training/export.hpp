// A trained model as the files that a page loads: model.safetensors and config.json. src/checkpoint has the formats.
#pragma once

#include <span>
#include <string>

#include "checkpoint/quantized.hpp"
#include "transformer/config.hpp"

namespace attention {

// Matrices as codes, vectors as they are. parameters lie as forEachPart() has them. Errors: those of quantize().
Expected<std::string> modelFile(const ModelConfig& config, std::span<const float> parameters, Quantization quantization);

// {"task": "translate", "layers": 3, ..., "alignment": alignmentHead(config)}; a language model has no alignment.
std::string configJson(const ModelConfig& config);

}  // namespace attention
