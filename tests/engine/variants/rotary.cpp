#include "attention/variants/rotary.hpp"

#include <complex>

#include "cases.hpp"

using namespace cases;

namespace {

// The pair of columns (2i, 2i + 1) as a complex number, times e^(i·position / 10000^(2i / D)).
oracle::Heads turned(const Heads& x) {
  oracle::Heads result(x.shape());
  const double width = static_cast<double>(attention::columns(x));
  for (std::size_t h = 0; h < x.shape(0); ++h) {
    for (std::size_t l = 0; l < x.shape(1); ++l) {
      for (std::size_t d = 0; d < x.shape(2); d += 2) {
        const std::complex<double> pair(double{x(h, l, d)}, double{x(h, l, d + 1)});
        const double angle = static_cast<double>(l) * std::pow(10000.0, -static_cast<double>(d) / width);
        const std::complex<double> product = pair * std::polar(1.0, angle);
        result(h, l, d) = product.real();
        result(h, l, d + 1) = product.imag();
      }
    }
  }
  return result;
}

}  // namespace

TEST_CASE("rotary: pairs of columns turn like complex numbers") {
  forEach(241, {2, 6, 3}, [](const Case& one, Sampler&) {
    const auto trace = valueOf(attention::rotaryAttention(one.q, one.k, one.v, one.options));
    const oracle::Heads q = turned(one.q), k = turned(one.k);
    checkClose(trace.q, q);
    checkClose(trace.k, k);
    const oracle::Trace expected = oracle::attend(q, k, one.v, one.mask);
    checkClose(trace.scores, expected.scores, oracle::scores(xt::abs(q), xt::abs(k)));
    checkClose(trace.weights, expected.weights);
    checkClose(trace.heads, expected.heads);
    checkFullyMaskedRows(trace, one);
  });
}

TEST_CASE("rotary: a score depends on the distance only") {
  Sampler sampler(242);
  const Heads q = sampler.heads(1, 1, 8), k = sampler.heads(1, 1, 8);
  const auto score = [&](std::size_t l, std::size_t s) {
    return oracle::scores(attention::rotated(q, l), attention::rotated(k, s))(0, 0, 0);
  };
  for (const std::size_t distance : samples::Sizes{0, 1, 5, 40}) {
    for (const std::size_t shift : samples::Sizes{1, 7, 1000}) {
      CAPTURE(distance, shift);
      CHECK(std::abs(score(distance, 0) - score(distance + shift, shift)) < 1e-6);
      CHECK(std::abs(score(0, distance) - score(shift, distance + shift)) < 1e-6);
    }
  }
  CHECK(std::abs(score(1, 0) - score(0, 1)) > 1e-3);
}

TEST_CASE("rotary: lengths stay as they are, and position 0 is not turned") {
  Sampler sampler(243);
  const Heads x = sampler.heads(2, 17, 4);
  const Heads turnedBy = attention::rotated(x);
  checkClose(oracle::Heads(xt::sum(xt::square(oracle::Heads(turnedBy)), {2}, xt::keep_dims)),
             oracle::Heads(xt::sum(xt::square(oracle::Heads(x)), {2}, xt::keep_dims)));
  for (std::size_t d = 0; d < 4; ++d) CHECK(turnedBy(1, 0, d) == x(1, 0, d));
}

TEST_CASE("rotary: columns must be pairs") {
  Sampler sampler(244);
  const Heads x = sampler.heads(1, 2, 3);
  checkError(attention::rotaryAttention(x, x, x), ErrorCode::InvalidSize, {"q has 3 columns"});
}
