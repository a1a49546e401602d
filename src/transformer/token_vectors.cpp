#include "transformer/token_vectors.hpp"

#include <cmath>

#include <xtensor/xmath.hpp>
#include <xtensor/xnoalias.hpp>

#include "tensor/random.hpp"

namespace attention {

Expected<Matrix> tokenVectors(const std::vector<std::string>& tokens, const TokenVectorOptions& options) {
  if (tokens.empty()) return Error{ErrorCode::InvalidSize, "tokens has 0 elements, it must have at least 1"};
  if (options.modelWidth < 1) return Error{ErrorCode::InvalidSize, "dModel is 0, it must be at least 1"};
  Matrix x({tokens.size(), options.modelWidth});
  for (std::size_t l = 0; l < tokens.size(); ++l) {
    RandomStream(options.seed, tokens[l]).fillGaussian({&x(l, 0), options.modelWidth});
  }
  if (options.positions) xt::noalias(x) += sinusoidalPositions(tokens.size(), options.modelWidth);
  return x;
}

Matrix sinusoidalPositions(std::size_t length, std::size_t modelWidth) {
  Matrix positions({length, modelWidth});
  for (std::size_t column = 0; column < modelWidth; ++column) {
    const std::size_t even = column - column % 2;
    const double wavelength = std::exp(std::log(10000.0) * static_cast<double>(even) / static_cast<double>(modelWidth));
    for (std::size_t l = 0; l < length; ++l) {
      const double angle = static_cast<double>(l) / wavelength;
      positions(l, column) = static_cast<float>(column == even ? std::sin(angle) : std::cos(angle));
    }
  }
  return positions;
}

}  // namespace attention
