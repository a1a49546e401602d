// All parameters of a model, one after the other in one block of memory, and what the stages see of them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernels/multiply.hpp"
#include "tensor/view.hpp"
#include "transformer/parts.hpp"

namespace attention {

struct NamedTensor {
  std::string name;
  std::size_t rows, columns;   // a vector has 1 row
  std::size_t offset;          // in floats
  bool isVector;
};

// Every tensor of the config, in order.
std::vector<NamedTensor> tensorsOf(const ModelConfig& config);
std::size_t parameterCount(const ModelConfig& config);

// The parts of a block of parameterCount() floats: parameters, or their gradients.
using ModelViews = ModelParts<MutableView, float*>;
ModelViews viewParts(const ModelConfig& config, float* block);

// Xavier-uniform matrices (Glorot and Bengio 2010), embeddings of variance 1 / E, gains of 1 and biases of 0; every tensor
// from its own stream of the seed.
std::vector<float> randomParameters(const ModelConfig& config, std::uint32_t seed);

// Parameters in the order in which the products read them.
struct PackedModel {
  ModelConfig config;
  ConstView embedding;                         // (V, E), for looking up
  ModelParts<Panels, const float*> parts;      // embedding: (E, V), for the output layer
};

// How many floats a packed model takes.
std::uint64_t packedModelSize(const ModelConfig& config);

// parameters, and storage with room for packedModelSize() floats, outlive the result.
PackedModel packModel(const ModelConfig& config, const float* parameters, float* storage);

// The same for the products of the backward pass: every matrix transposed.
PackedModel packTransposed(const ModelConfig& config, const float* parameters, float* storage);

}  // namespace attention
