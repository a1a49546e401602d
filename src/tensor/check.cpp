#include "tensor/check.hpp"

#include <cmath>

namespace attention {

namespace {

std::size_t firstNotFinite(const float* values, std::size_t count) {
  std::size_t i = 0;
  while (i < count && std::isfinite(values[i])) ++i;
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

Check checkFinite(std::string_view name, float value) {
  if (std::isfinite(value)) return {};
  return Error{ErrorCode::NotFinite, sentence({name, " is ", nameOfNotFinite(value), "; it must be finite"})};
}

Check checkComputedFinite(std::string_view name, const float* values, std::size_t count) {
  if (firstNotFinite(values, count) == count) return {};
  return Error{ErrorCode::NotFinite,
               sentence({name, " left the range of float32 (3.4e38); use smaller inputs or parameters"})};
}

}  // namespace attention
