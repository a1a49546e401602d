// The checks every public function makes on its arguments. Each returns nothing, or the Error to give back.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "tensor/expected.hpp"
#include "tensor/tensor.hpp"

namespace attention {

using Check = std::optional<Error>;

// "key has 5 columns, query has 4": `what` is a plural noun, `actual` belongs to `name`, `wanted` to `reference`;
// whatWanted only where the two count different things: "attnMask has 5 columns, key has 4 rows".
Check checkEqual(std::string_view name, std::size_t actual, std::string_view what, std::string_view reference,
                 std::size_t wanted, std::string_view whatWanted = {});

// Every dimension is at least 1.
Check checkNotEmpty(std::string_view name, const Matrix& matrix);

Check checkFinite(std::string_view name, const Matrix& matrix);
Check checkFinite(std::string_view name, const Vector& vector);
Check checkFinite(std::string_view name, const Heads& heads);
Check checkFinite(std::string_view name, float value);

// "NaN", "Infinity" or "-Infinity".
std::string_view nameOfNotFinite(float value);

// What is said where the machine has not got the memory that a call needs.
Error outOfMemory(std::uint64_t bytes);

// Computed values may leave float32's range although every input is finite.
Check checkComputedFinite(std::string_view name, const float* values, std::size_t count);

}  // namespace attention
