#include "attention/parameters.hpp"

#include <cmath>
#include <string_view>

#include "tensor/random.hpp"

namespace attention {

Parameters xavierParameters(std::size_t modelWidth, std::uint32_t seed) {
  const double bound = std::sqrt(6.0 / static_cast<double>(modelWidth + modelWidth));
  const auto sample = [&](std::string_view name) {
    Matrix matrix({modelWidth, modelWidth});
    RandomStream(seed, name).fillUniform({matrix.data(), matrix.size()}, bound);
    return matrix;
  };
  return {sample("wq"), sample("wk"), sample("wv"), sample("wo"), {}, {}, {}, {}};
}

}  // namespace attention
