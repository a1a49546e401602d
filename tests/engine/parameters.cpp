#include "attention/parameters.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>

#include <xtensor/xmath.hpp>

#include "golden.hpp"
#include "samples.hpp"
#include "tolerance.hpp"

using attention::Parameters;
using attention::xavierParameters;

TEST_CASE("parameters: golden Xavier matrices of seed 7") {
  const Parameters parameters = xavierParameters(5, 7);
  checkClose(parameters.wq, golden::matrix("xavier/wq"));
  checkClose(parameters.wk, golden::matrix("xavier/wk"));
  checkClose(parameters.wv, golden::matrix("xavier/wv"));
  checkClose(parameters.wo, golden::matrix("xavier/wo"));
}

TEST_CASE("parameters: uniform within sqrt(6 / (E + E)), without biases") {
  for (const std::size_t width : samples::Sizes{1, 8, 64}) {
    CAPTURE(width);
    const Parameters parameters = xavierParameters(width, 1);
    const float bound = static_cast<float>(std::sqrt(6.0 / static_cast<double>(2 * width)));
    for (const auto* matrix : {&parameters.wq, &parameters.wk, &parameters.wv, &parameters.wo}) {
      CHECK(matrix->shape() == attention::Matrix::shape_type{width, width});
      CHECK(xt::amax(xt::abs(*matrix))() <= bound);
      if (width == 64) CHECK(xt::amax(xt::abs(*matrix))() > 0.99f * bound);
    }
    CHECK_FALSE((parameters.bq || parameters.bk || parameters.bv || parameters.bo));
  }
}

TEST_CASE("parameters: seeded, and each matrix its own") {
  const Parameters seven = xavierParameters(4, 7);
  CHECK(seven.wq == xavierParameters(4, 7).wq);
  CHECK(seven.wq != xavierParameters(4, 8).wq);
  CHECK(seven.wq != seven.wk);
  CHECK(seven.wk != seven.wv);
  CHECK(seven.wv != seven.wo);
}
