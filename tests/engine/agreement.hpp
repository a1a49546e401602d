// When two tensors count as equal. No Catch2 here: the fuzzer uses it too.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace agreement {

// Relative to a magnitude. A float32 is within 6e-8 of the number that it stands for; a stage rounds a few times and
// hands its error on, so that 1e-6 leaves room for about sixteen roundings in a row, while a wrong index, scale, sign
// or mask is thousands of times larger.
constexpr double kTolerance = 1e-6;

// The shape and the elements of any tensor or xtensor expression, in row-major order.
struct Numbers {
  std::vector<std::size_t> shape;
  std::vector<double> values;

  template <class Tensor>
  Numbers(const Tensor& tensor)
      : shape(tensor.shape().begin(), tensor.shape().end()), values(tensor.begin(), tensor.end()) {}
};

// The first element that is not within 1e-6 relative or 1e-6 absolute of what is expected, as a sentence.
std::optional<std::string> disagreement(const Numbers& actual, const Numbers& expected);

// The same for |actual - expected| <= 1e-6 · magnitude. The magnitude of a long sum is the sum of its absolute terms:
// where they cancel, float32 cannot be within 1e-6 of the small result, because each partial sum is rounded relative
// to that partial sum.
std::optional<std::string> disagreement(const Numbers& actual, const Numbers& expected, const Numbers& magnitude);

}  // namespace agreement
