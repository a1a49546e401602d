#include "attention/parameters.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <new>

#include "tensor/check.hpp"
#include "tensor/random.hpp"

namespace attention {

namespace {

struct Named {
  std::string_view name, biasName;
  const Matrix& matrix;
  const std::optional<Vector>& bias;
};

std::array<Named, 4> named(const Parameters& p) {
  return {{{"wq", "bq", p.wq, p.bq}, {"wk", "bk", p.wk, p.bk}, {"wv", "bv", p.wv, p.bv}, {"wo", "bo", p.wo, p.bo}}};
}

}  // namespace

Parameters xavierParameters(std::size_t modelWidth, std::uint32_t seed) {
  const double bound = std::sqrt(6.0 / static_cast<double>(modelWidth + modelWidth));
  const auto sample = [&](std::string_view name) {
    Matrix matrix({modelWidth, modelWidth});
    RandomStream(seed, name).fillUniform({matrix.data(), matrix.size()}, bound);
    return matrix;
  };
  return {sample("wq"), sample("wk"), sample("wv"), sample("wo"), {}, {}, {}, {}};
}

Check checkParameters(const Parameters& parameters, std::string_view reference, std::size_t modelWidth) {
  for (const auto& [name, biasName, matrix, bias] : named(parameters)) {
    if (Check error = checkEqual(name, rows(matrix), "rows", reference, modelWidth, "columns")) return error;
    if (Check error = checkEqual(name, columns(matrix), "columns", reference, modelWidth)) return error;
    if (Check error = checkFinite(name, matrix)) return error;
    if (!bias) continue;
    if (Check error = checkEqual(biasName, bias->size(), "elements", name, modelWidth, "columns")) return error;
    if (Check error = checkFinite(biasName, *bias)) return error;
  }
  return {};
}

std::uint64_t packedSize(std::uint64_t modelWidth) {
  return 4 * (panelsSize(modelWidth, modelWidth) + modelWidth);
}

PackedParameters pack(const Parameters& parameters, float* storage) {
  std::array<Panels, 4> panels;
  std::array<const float*, 4> biases;
  for (std::size_t i = 0; const auto& [name, biasName, matrix, bias] : named(parameters)) {
    panels[i] = pack(view(matrix), storage);
    storage += panelsSize(rows(matrix), columns(matrix));
    biases[i] = bias ? storage : nullptr;
    if (bias) storage = std::copy(bias->begin(), bias->end(), storage);
    ++i;
  }
  return {panels[0], panels[1], panels[2], panels[3], biases[0], biases[1], biases[2], biases[3]};
}

Expected<PreparedParameters> PreparedParameters::from(const Parameters& parameters) {
  if (Check error = checkNotEmpty("wq", parameters.wq)) return *error;
  if (Check error = checkParameters(parameters, "wq", columns(parameters.wq))) return *error;
  const std::uint64_t size = packedSize(columns(parameters.wq));
  std::unique_ptr<float[]> storage(new (std::nothrow) float[static_cast<std::size_t>(size)]);
  std::unique_ptr<Memory> memory(new (std::nothrow) Memory);
  if (!storage || !memory) return outOfMemory(size * sizeof(float));
  const PackedParameters packed = pack(parameters, storage.get());
  return PreparedParameters(std::move(storage), packed, std::move(memory));
}

}  // namespace attention
