#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"  // g++ 14's <regex>, which xnpy.hpp needs, under the sanitizers
#endif

#include "golden.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <catch2/catch_test_macros.hpp>
#include <xtensor/xnpy.hpp>

namespace golden {

namespace {

template <class Tensor>
Tensor withRank(const xt::xarray<typename Tensor::value_type>& array) {
  typename Tensor::shape_type shape;
  REQUIRE(array.dimension() == shape.size());
  std::copy_n(array.shape().begin(), shape.size(), shape.begin());
  Tensor tensor(shape);
  std::copy(array.begin(), array.end(), tensor.begin());
  return tensor;
}

std::string pathOf(const std::string& name) {
  const char* folder = std::getenv("ATTENTION_GOLDEN_DIR");
  return std::string(folder != nullptr ? folder : ATTENTION_GOLDEN_DIR) + "/" + name;
}

}  // namespace

std::vector<std::string> lines(const std::string& name) {
  std::ifstream file(pathOf(name));
  REQUIRE(file.good());
  std::vector<std::string> all;
  for (std::string line; std::getline(file, line);) all.push_back(line);
  return all;
}

template <class Scalar>
xt::xarray<Scalar> load(const std::string& name) {
  const std::string path = pathOf(name + ".npy");
  INFO(path << " cannot be read; `npm run golden` makes it");
  REQUIRE(std::ifstream(path).good());
  return xt::load_npy<Scalar>(path);
}

template xt::xarray<float> load<float>(const std::string&);
template xt::xarray<double> load<double>(const std::string&);
template xt::xarray<std::uint8_t> load<std::uint8_t>(const std::string&);
template xt::xarray<std::uint64_t> load<std::uint64_t>(const std::string&);

attention::Matrix input(const std::string& name) { return withRank<attention::Matrix>(load<float>(name)); }
attention::Vector inputVector(const std::string& name) { return withRank<attention::Vector>(load<float>(name)); }

attention::BooleanMask mask(const std::string& name) {
  return withRank<attention::BooleanMask>(load<std::uint8_t>(name));
}

oracle::Vector vector(const std::string& name) { return withRank<oracle::Vector>(load<double>(name)); }
oracle::Matrix matrix(const std::string& name) { return withRank<oracle::Matrix>(load<double>(name)); }

oracle::Heads heads(const std::string& name) {
  xt::xarray<double> tensor = load<double>(name);
  if (tensor.dimension() == 2) tensor.reshape({std::size_t{1}, tensor.shape(0), tensor.shape(1)});
  return withRank<oracle::Heads>(tensor);
}

}  // namespace golden
