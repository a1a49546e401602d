#include "transformer/token_vectors.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/elementwise.hpp"
#include "tensor/random.hpp"

namespace attention {

Expected<Matrix> tokenVectors(const std::vector<std::string>& tokens, const TokenVectorOptions& options,
                              TokenMemory* memory) {
  if (tokens.empty()) return Error{ErrorCode::InvalidSize, "tokens has 0 elements, it must have at least 1"};
  if (options.modelWidth < 1) return Error{ErrorCode::InvalidSize, "dModel is 0, it must be at least 1"};
  const std::size_t width = options.modelWidth;
  Matrix x({tokens.size(), width});
  Tensor<std::uint64_t, 1> keys = Tensor<std::uint64_t, 1>::from_shape({tokens.size()});
  for (std::size_t l = 0; l < tokens.size(); ++l) {
    RandomStream stream(options.seed, tokens[l]);
    keys(l) = stream.key();
    const float* known = memory != nullptr ? memory->find(keys(l), l, width) : nullptr;
    if (known != nullptr) std::copy_n(known, width, &x(l, 0));
    else stream.fillGaussian({&x(l, 0), width});
  }
  if (memory != nullptr) memory->remember({keys.data(), keys.size()}, x);
  if (!options.positions) return x;
  const float* known = memory != nullptr ? memory->positions(tokens.size(), width) : nullptr;
  if (known != nullptr) {
    add(known, x.size(), x.data());
  } else {
    const Matrix positions = sinusoidalPositions(tokens.size(), width);
    add(positions.data(), x.size(), x.data());
  }
  return x;
}

Bytes tokenVectorBytes(std::uint64_t tokens, std::uint64_t modelWidth) {
  return Bytes().add(tokens * modelWidth).add(tokens * modelWidth).add<std::uint64_t>(tokens);
}

Matrix sinusoidalPositions(std::size_t length, std::size_t modelWidth) {
  Matrix positions({length, modelWidth});
  writePositions(length, modelWidth, positions.data());
  return positions;
}

void writePositions(std::size_t length, std::size_t modelWidth, float* positions) {
  for (std::size_t column = 0; column < modelWidth; ++column) {
    const std::size_t even = column - column % 2;
    const double wavelength = std::exp(std::log(10000.0) * static_cast<double>(even) / static_cast<double>(modelWidth));
    for (std::size_t l = 0; l < length; ++l) {
      const double angle = static_cast<double>(l) / wavelength;
      positions[l * modelWidth + column] = static_cast<float>(column == even ? std::sin(angle) : std::cos(angle));
    }
  }
}

}  // namespace attention
