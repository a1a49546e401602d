// The tensors of tests/golden, made by its numpy script.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "oracle.hpp"
#include "tensor/tensor.hpp"

#include <xtensor/xarray.hpp>

namespace golden {

// name: "self/weights". Inputs are float, masks std::uint8_t, expectations double, words of a random stream
// std::uint64_t. The folder is $ATTENTION_GOLDEN_DIR, or the one that the build was told.
template <class Scalar>
xt::xarray<Scalar> load(const std::string& name);

// The lines of a text among them: "bpe/text.txt".
std::vector<std::string> lines(const std::string& name);

attention::Matrix input(const std::string& name);
attention::Vector inputVector(const std::string& name);
attention::BooleanMask mask(const std::string& name);
oracle::Vector vector(const std::string& name);
oracle::Matrix matrix(const std::string& name);
oracle::Heads heads(const std::string& name);  // a matrix is the only head

}  // namespace golden
