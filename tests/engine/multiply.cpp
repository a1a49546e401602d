#include "kernels/multiply.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <limits>

#include <xtensor/xmanipulation.hpp>
#include <xtensor/xview.hpp>

#include "oracle.hpp"
#include "packed.hpp"
#include "samples.hpp"
#include "tolerance.hpp"

using attention::ConstView;
using attention::Matrix;
using attention::MutableView;
using attention::view;
using packed::multiply;
using samples::kOddSizes;
using samples::Sampler;

namespace {

Matrix product(ConstView a, ConstView b) {
  Matrix c({a.rows, b.columns});
  c.fill(std::numeric_limits<float>::quiet_NaN());  // what was there before must not matter
  multiply(a, b, view(c));
  return c;
}

Matrix transposed(const Matrix& matrix) { return xt::transpose(matrix); }

}  // namespace

// Integers make every sum exact, so that these compare for equality.

TEST_CASE("multiply: every odd shape") {
  Sampler sampler(1);
  for (const std::size_t m : kOddSizes) {
    for (const std::size_t k : kOddSizes) {
      for (const std::size_t n : kOddSizes) {
        CAPTURE(m, k, n);
        const Matrix a = sampler.integers(m, k);
        const Matrix b = sampler.integers(k, n);
        CHECK(product(view(a), view(b)) == oracle::multiply(a, b));
      }
    }
  }
}

TEST_CASE("multiply: every division of the rows into strips") {
  Sampler sampler(7);
  for (std::size_t m = 1; m <= 40; ++m) {
    CAPTURE(m);
    const Matrix a = sampler.integers(m, 300);
    const Matrix b = sampler.integers(300, 19);
    CHECK(product(view(a), view(b)) == oracle::multiply(a, b));
  }
}

TEST_CASE("multiply: panels are cut by rows and, between panels, by columns; accumulate adds") {
  Sampler sampler(8);
  constexpr std::size_t kWidth = attention::kPanelWidth;
  const Matrix a = sampler.integers(5, 40);
  const Matrix b = sampler.integers(40, 3 * kWidth + 2);
  const packed::Packed whole(view(b));
  Matrix c = sampler.integers(5, kWidth + 2);
  const Matrix before = c;
  attention::accumulate(view(a).columnRange(7, 21), whole.panels.rowRange(7, 21).columnRange(2 * kWidth, kWidth + 2), view(c));
  const Matrix partA = xt::view(a, xt::all(), xt::range(7, 28));
  const Matrix partB = xt::view(b, xt::range(7, 28), xt::range(2 * kWidth, 3 * kWidth + 2));
  CHECK(c == Matrix(before + oracle::multiply(partA, partB)));
}

TEST_CASE("multiply: transposed views") {
  Sampler sampler(2);
  for (const std::size_t m : kOddSizes) {
    for (const std::size_t n : kOddSizes) {
      CAPTURE(m, n);
      const Matrix a = sampler.integers(m, 5);
      const Matrix b = sampler.integers(n, 5);
      const Matrix expected = oracle::multiply(a, transposed(b));
      CHECK(product(view(a), view(b).transposed()) == expected);
      const Matrix aColumns = transposed(a);
      CHECK(product(view(aColumns).transposed(), view(b).transposed()) == expected);
    }
  }
}

TEST_CASE("multiply: depths around the block of 256") {
  Sampler sampler(3);
  for (const std::size_t k : samples::Sizes{127, 128, 255, 256, 257, 511, 512, 513}) {
    CAPTURE(k);
    const Matrix a = sampler.integers(7, k);
    const Matrix b = sampler.integers(k, 17);
    CHECK(product(view(a), view(b)) == oracle::multiply(a, b));
  }
}

TEST_CASE("multiply: the factor counts once, whatever the depth") {
  Sampler sampler(9);
  for (const std::size_t k : samples::Sizes{1, 256, 257, 600}) {
    CAPTURE(k);
    const Matrix a = sampler.integers(7, k);
    const Matrix b = sampler.integers(k, 19);
    Matrix c({7, 19});
    attention::multiply(view(a), packed::Packed(view(b)).panels, view(c), 0.5f);
    CHECK(c == Matrix(0.5f * oracle::multiply(a, b)));
  }
}

TEST_CASE("multiply: parts of larger matrices, and nothing beside them is written") {
  Sampler sampler(4);
  for (const std::size_t size : kOddSizes) {
    CAPTURE(size);
    const Matrix wideA = sampler.integers(size + 4, 200);
    const Matrix wideB = sampler.integers(200, size + 9);
    Matrix wideC({size + 4, size + 9});
    wideC.fill(-1e9f);
    const ConstView a = view(wideA).rowRange(2, size).columnRange(30, 150);
    const ConstView b = view(wideB).rowRange(30, 150).columnRange(5, size);
    multiply(a, b, view(wideC).rowRange(1, size).columnRange(3, size));

    Matrix expected({size + 4, size + 9});
    expected.fill(-1e9f);
    const Matrix partA = xt::view(wideA, xt::range(2, size + 2), xt::range(30, 180));
    const Matrix partB = xt::view(wideB, xt::range(30, 180), xt::range(5, size + 5));
    xt::view(expected, xt::range(1, size + 1), xt::range(3, size + 3)) = oracle::multiply(partA, partB);
    CHECK(wideC == expected);
  }
}

TEST_CASE("multiply: the heads of a (H, L, D) array") {
  Sampler sampler(5);
  const attention::Heads q = sampler.heads(3, 7, 5);
  const attention::Heads k = sampler.heads(3, 4, 5);
  for (std::size_t h = 0; h < 3; ++h) {
    const oracle::Matrix a = xt::view(q, h);
    const oracle::Matrix b = xt::transpose(xt::view(k, h));
    checkClose(product(view(q, h), view(k, h).transposed()), oracle::multiply(a, b));
  }
}

TEST_CASE("multiply: rounding stays within 1e-6 of the sum of absolute products") {
  Sampler sampler(6);
  for (const std::size_t k : samples::Sizes{1, 17, 128, 512, 4096}) {
    CAPTURE(k);
    const Matrix a = sampler.matrix(5, k);
    const Matrix b = sampler.matrix(k, 9);
    checkClose(product(view(a), view(b)), oracle::multiply(a, b), oracle::magnitude(a, b));
  }
}

TEST_CASE("multiply: the rounding error grows with the block, not with the depth") {
  // 4,096 times 0.1 in one running float32 sum is 4e-5 off, relatively: long stretches of it round the same way.
  Matrix a({1, 4096});
  Matrix b({4096, 1});
  a.fill(0.1f);
  b.fill(1.0f);
  const double expected = 4096 * static_cast<double>(0.1f);
  CHECK(std::abs(static_cast<double>(product(view(a), view(b))(0, 0)) - expected) < 4e-6 * expected);
}
