// Words -> X, until a trained model's embedding takes its place.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tensor/expected.hpp"
#include "tensor/tensor.hpp"
#include "transformer/token_memory.hpp"

namespace attention {

struct TokenVectorOptions {
  std::size_t modelWidth = 32;   // E, at least 1
  std::uint32_t seed = 7;
  bool positions = true;         // add sinusoidalPositions
};

// (L, E): a standard normal vector per distinct token, drawn from the stream (seed, token), so that the same word always
// gets the same vector. tokens are UTF-8. With a memory, words and positions that it knows are not computed again.
// Errors: InvalidSize (no token, or a width of 0).
Expected<Matrix> tokenVectors(const std::vector<std::string>& tokens, const TokenVectorOptions& options,
                              TokenMemory* memory = nullptr);

// What tokenVectors() takes from the arena.
Bytes tokenVectorBytes(std::uint64_t tokens, std::uint64_t modelWidth);

// (L, E): column 2i is sin(l / 10000^(2i / E)), column 2i + 1 the cosine of the same angle (Vaswani et al. 2017, section 3.5).
Matrix sinusoidalPositions(std::size_t length, std::size_t modelWidth);

// The same, into room for length · modelWidth numbers.
void writePositions(std::size_t length, std::size_t modelWidth, float* positions);

}  // namespace attention
