// float16, as IEEE 754 has it.
#pragma once

#include <cstdint>

namespace attention {

// To the nearest, ties to even; what is too large becomes infinite.
std::uint16_t toHalf(float value);
float fromHalf(std::uint16_t half);

}  // namespace attention
