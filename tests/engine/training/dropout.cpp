#include "transformer/dropout.hpp"

#include <cmath>

#include <catch2/catch_test_macros.hpp>

#include "tensor/random.hpp"

using attention::Matrix;

namespace {

Matrix mask(const attention::Dropout& dropout, std::uint64_t site, std::size_t rows = 300) {
  Matrix ones = xt::ones<float>({rows, std::size_t{101}});
  attention::drop(dropout, site, ones);
  return ones;
}

double share(const Matrix& a, const Matrix& b, bool isZero) {   // of the places where both are zero, or not
  double count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) count += ((a.data()[i] == 0) && (b.data()[i] == 0)) == isZero ? 1 : 0;
  return count / static_cast<double>(a.size());
}

}  // namespace

TEST_CASE("dropout: the share that was asked for, the mean kept") {
  for (const float rate : {0.1f, 0.5f}) {
    CAPTURE(rate);
    const Matrix kept = mask({rate, 7}, 3);
    CHECK(std::abs(share(kept, kept, true) - static_cast<double>(rate)) < 0.01);
    double sum = 0;
    for (const float value : kept) sum += static_cast<double>(value);
    CHECK(std::abs(sum / static_cast<double>(kept.size()) - 1) < 0.02);
  }
  CHECK(mask({0, 7}, 3) == Matrix(xt::ones<float>({300, 101})));
}

TEST_CASE("dropout: the same numbers for the same key and site, others independent of them") {
  const Matrix one = mask({0.5f, 7}, 3);
  CHECK(mask({0.5f, 7}, 3) == one);
  for (const Matrix& other : {mask({0.5f, 8}, 3), mask({0.5f, 7}, 4)}) {
    CHECK(std::abs(share(one, other, true) - 0.25) < 0.01);
  }
  // a place keeps its number whatever comes after it
  const Matrix shorter = mask({0.5f, 7}, 3, 10);
  CHECK(std::equal(shorter.begin(), shorter.end(), one.begin()));
}
