#include "kernels/copy.hpp"

#include <catch2/catch_test_macros.hpp>

#include <xtensor/xview.hpp>

#include "samples.hpp"

using attention::Matrix;
using attention::view;

TEST_CASE("copy: parts of larger matrices, and nothing beside them is written") {
  samples::Sampler sampler(111);
  for (const std::size_t rows : samples::kOddSizes) {
    for (const std::size_t columns : samples::kOddSizes) {
      CAPTURE(rows, columns);
      const Matrix source = sampler.matrix(rows + 3, columns + 2);
      const Matrix before = sampler.matrix(rows + 1, columns + 5);
      Matrix target = before;
      attention::copy(view(source).rowRange(2, rows).columnRange(1, columns),
                      view(target).rowRange(1, rows).columnRange(4, columns));
      Matrix expected = before;
      xt::view(expected, xt::range(1, rows + 1), xt::range(4, columns + 4)) =
          xt::view(source, xt::range(2, rows + 2), xt::range(1, columns + 1));
      CHECK(target == expected);
    }
  }
}
