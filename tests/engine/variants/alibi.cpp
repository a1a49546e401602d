#include "attention/variants/alibi.hpp"

#include "cases.hpp"

using namespace cases;

TEST_CASE("alibi: the slopes that the paper lists") {
  // section 3: 1/2, 1/4 ... 1/256 for 8 heads; for 16 their geometric means as well
  const auto of = [](std::size_t heads) { return attention::alibiSlopes(heads); };
  checkClose(of(8), oracle::Vector{0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625, 0.0078125, 0.00390625});
  for (std::size_t h = 0; h < 16; ++h) {
    const double expected = std::pow(0.5, 0.5 * static_cast<double>(h + 1));
    CHECK(std::abs(double{of(16)(h)} / expected - 1) < 1e-6);
  }
  checkClose(of(1), oracle::Vector{1.0 / 256});
  checkClose(of(2), oracle::Vector{1.0 / 16, 1.0 / 256});
  // three: those of two, then the first of four; twelve: those of eight, then every other of sixteen
  checkClose(of(3), oracle::Vector{1.0 / 16, 1.0 / 256, 0.25});
  for (std::size_t h = 8; h < 12; ++h) CHECK(of(12)(h) == of(16)(2 * (h - 8)));
}

TEST_CASE("alibi: a key further away loses its head's slope for every step") {
  forEach(231, {3, 5, 2}, [](const Case& one, Sampler& sampler) {
    const Vector slopes = sampler.vector(3);
    const auto trace = valueOf(attention::alibiAttention(one.q, one.k, one.v, slopes, one.options));
    // each head alone, its bias as part of the mask: exp(x - m·distance) is exp(x) damped by exp(-m) a step
    for (std::size_t h = 0; h < 3; ++h) {
      oracle::Heads scaled = plain(one).scaled;
      oracle::Matrix weights = xt::zeros<double>(one.mask.shape());
      for (std::size_t l = 0; l < attention::rows(one.q); ++l) {
        double total = 0;
        for (std::size_t s = 0; s < attention::rows(one.k); ++s) {
          const double steps = std::abs(static_cast<double>(l) - static_cast<double>(s));
          checkClose(Matrix{{trace.bias(h, l, s)}}, oracle::Matrix{{-double{slopes(h)} * steps}});
          weights(l, s) = std::exp(scaled(h, l, s) + one.mask(l, s)) * std::pow(std::exp(-double{slopes(h)}), steps);
          total += weights(l, s);
        }
        for (std::size_t s = 0; s < attention::rows(one.k) && total > 0; ++s) weights(l, s) /= total;
      }
      checkClose(xt::view(trace.weights, h), weights);
      checkClose(xt::view(trace.heads, h), oracle::multiply(weights, xt::view(one.v, h)));
    }
    checkClose(trace.biased, oracle::Heads(trace.scaled) + oracle::Heads(trace.bias));
    checkClose(trace.masked, oracle::masked(trace.biased, one.mask));
    checkFullyMaskedRows(trace, one);
  });
}

TEST_CASE("alibi: slopes of 0 are plain attention") {
  forEach(232, {}, [](const Case& one, Sampler&) {
    const auto trace = valueOf(attention::alibiAttention(one.q, one.k, one.v, Vector{0, 0}, one.options));
    checkTrace(trace, plain(one));
  });
}

TEST_CASE("alibi: a slope for every head, finite") {
  Sampler sampler(233);
  const Heads q = sampler.heads(2, 3, 4);
  checkError(attention::alibiAttention(q, q, q, Vector{1, 2, 3}), ErrorCode::ShapeMismatch,
             {"slopes has 3 numbers, q has 2 heads"});
  checkError(attention::alibiAttention(q, q, q, Vector{1, std::numeric_limits<float>::infinity()}), ErrorCode::NotFinite,
             {"slopes is Infinity at 1"});
  checkError(attention::alibiAttention(q, q, q, Vector{1, 3e38f}), ErrorCode::NotFinite, {"bias"});
}
