// What is done to every number of a row by itself.
#pragma once

#include <cstddef>

namespace attention {

// to[i] = from[i] · factor. to may be the same array as from.
void scale(const float* from, std::size_t count, float factor, float* to);

// to[i] += from[i]
void add(const float* from, std::size_t count, float* to);

}  // namespace attention
