#include "tensor/check.hpp"

#include <bit>
#include <cmath>
#include <cstdint>

namespace attention {

namespace {

constexpr std::uint32_t kExponent = 0x7F800000;  // all ones in infinities and NaN

std::size_t firstNotFinite(const float* values, std::size_t count) {
  // blocks without a branch on each number, which the compiler turns into vector instructions
  constexpr std::size_t kBlock = 64;
  const auto isFinite = [](float value) { return (std::bit_cast<std::uint32_t>(value) & kExponent) != kExponent; };
  std::size_t i = 0;
  for (; i + kBlock <= count; i += kBlock) {
    unsigned notFinite = 0;
    for (std::size_t k = 0; k < kBlock; ++k) notFinite |= isFinite(values[i + k]) ? 0u : 1u;
    if (notFinite != 0) break;
  }
  while (i < count && isFinite(values[i])) ++i;
  return i;
}

}  // namespace

std::string_view nameOfNotFinite(float value) {
  return std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

Check checkEqual(std::string_view name, std::size_t actual, std::string_view what, std::string_view reference,
                 std::size_t wanted, std::string_view whatWanted) {
  if (actual == wanted) return {};
  return Error{ErrorCode::ShapeMismatch, sentence({name, " has ", actual, " ", what, ", ", reference, " has ", wanted,
                                                   whatWanted.empty() ? "" : " ", whatWanted})};
}

Check checkNotEmpty(std::string_view name, const Matrix& matrix) {
  if (rows(matrix) > 0 && columns(matrix) > 0) return {};
  return Error{ErrorCode::InvalidSize, sentence({name, " is empty: its shape is (", rows(matrix), ", ",
                                                 columns(matrix), "), both must be at least 1"})};
}

Check checkFinite(std::string_view name, const Matrix& matrix) {
  const std::size_t i = firstNotFinite(matrix.data(), matrix.size());
  if (i == matrix.size()) return {};
  return Error{ErrorCode::NotFinite,
               sentence({name, " is ", nameOfNotFinite(matrix.data()[i]), " at row ", i / columns(matrix), ", column ",
                         i % columns(matrix), "; it must be finite"})};
}

Check checkFinite(std::string_view name, const Vector& vector) {
  const std::size_t i = firstNotFinite(vector.data(), vector.size());
  if (i == vector.size()) return {};
  return Error{ErrorCode::NotFinite,
               sentence({name, " is ", nameOfNotFinite(vector.data()[i]), " at ", i, "; it must be finite"})};
}

Check checkFinite(std::string_view name, const Heads& heads) {
  const std::size_t i = firstNotFinite(heads.data(), heads.size());
  if (i == heads.size()) return {};
  const std::size_t row = i / columns(heads);
  return Error{ErrorCode::NotFinite,
               sentence({name, " is ", nameOfNotFinite(heads.data()[i]), " at head ", row / rows(heads), ", row ",
                         row % rows(heads), ", column ", i % columns(heads), "; it must be finite"})};
}

Check checkFinite(std::string_view name, float value) {
  if (std::isfinite(value)) return {};
  return Error{ErrorCode::NotFinite, sentence({name, " is ", nameOfNotFinite(value), "; it must be finite"})};
}

Error outOfMemory(std::uint64_t bytes) {
  return {ErrorCode::OutOfMemory, sentence({"this needs ", bytes, " bytes of memory, more than there is; use fewer tokens "
                                                                  "or heads, or needWeights: false"})};
}

Check checkComputedFinite(std::string_view name, const float* values, std::size_t count) {
  if (firstNotFinite(values, count) == count) return {};
  return Error{ErrorCode::NotFinite,
               sentence({name, " left the range of float32 (3.4e38); use smaller inputs or parameters"})};
}

}  // namespace attention
