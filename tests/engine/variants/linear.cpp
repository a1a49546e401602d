#include "attention/variants/linear.hpp"

#include "cases.hpp"

using namespace cases;

namespace {

oracle::Heads elu(const Heads& x) {
  const oracle::Heads wide = x;
  return xt::where(wide > 0.0, wide, xt::expm1(wide)) + 1.0;
}

// Every weight from a kernel of a query and a key.
template <class Kernel>
oracle::Heads weightsOf(const Case& one, const Kernel& kernel) {
  oracle::Heads weights = xt::zeros<double>({one.q.shape(0), attention::rows(one.q), attention::rows(one.k)});
  for (std::size_t h = 0; h < weights.shape(0); ++h) {
    for (std::size_t l = 0; l < weights.shape(1); ++l) {
      double total = 0;
      for (std::size_t s = 0; s < weights.shape(2); ++s) {
        weights(h, l, s) = kernel(h, l, s) * std::exp(one.mask(l, s));
        total += weights(h, l, s);
      }
      for (std::size_t s = 0; s < weights.shape(2) && total > 0; ++s) weights(h, l, s) /= total;
    }
  }
  return weights;
}

double product(const Heads& q, const Heads& k, std::size_t h, std::size_t l, std::size_t s) {
  double sum = 0;
  for (std::size_t d = 0; d < attention::columns(q); ++d) sum += double{q(h, l, d)} * double{k(h, s, d)};
  return sum;
}

// The features whose products are (q·k)²: every product of two columns.
Heads squares(const Heads& x) {
  const std::size_t width = attention::columns(x);
  Heads features({x.shape(0), x.shape(1), width * width});
  for (std::size_t h = 0; h < x.shape(0); ++h) {
    for (std::size_t l = 0; l < x.shape(1); ++l) {
      for (std::size_t i = 0; i < width * width; ++i) features(h, l, i) = x(h, l, i / width) * x(h, l, i % width);
    }
  }
  return features;
}

}  // namespace

TEST_CASE("linear: the weights are those of the kernel matrix of elu + 1") {
  forEach(311, {}, [](const Case& one, Sampler&) {
    const auto trace = valueOf(attention::linearAttention(one.q, one.k, one.v, one.options));
    const oracle::Heads q = elu(one.q), k = elu(one.k), kernel = oracle::scores(q, k);
    const oracle::Heads weights = weightsOf(one, [&](auto h, auto l, auto s) { return kernel(h, l, s); });
    checkClose(trace.queryFeatures, q);
    checkClose(trace.keyFeatures, k);
    checkClose(trace.similarities, kernel);
    checkClose(trace.weights, weights);
    checkClose(trace.heads, oracle::weightedSum(weights, one.v));
    checkFullyMaskedRows(trace, one);
    checkRowSums(trace.weights, trace.fullyMaskedRows);
    for (std::size_t i = 0; i < trace.masked.size(); ++i) {
      CHECK((trace.masked.data()[i] == 0) == (one.mask.data()[i % one.mask.size()] == -kInfinity));
    }
  });
}

TEST_CASE("linear: with the exact features of a kernel, it is attention with that kernel") {
  forEach(312, {2, 3, 2}, [](const Case& one, Sampler&) {
    const auto trace = valueOf(attention::attendFeatures(squares(one.q), squares(one.k), one.v, one.options));
    const auto kernel = [&](auto h, auto l, auto s) { return std::pow(product(one.q, one.k, h, l, s), 2); };
    const oracle::Heads weights = weightsOf(one, kernel);
    // the features' products cancel: their rounding is relative to their magnitudes
    const oracle::Heads terms = oracle::scores(xt::abs(oracle::Heads(squares(one.q))), xt::abs(oracle::Heads(squares(one.k))));
    oracle::Heads expected(trace.similarities.shape());
    for (std::size_t h = 0; h < 2; ++h) {
      for (std::size_t l = 0; l < expected.shape(1); ++l) {
        for (std::size_t s = 0; s < expected.shape(2); ++s) expected(h, l, s) = kernel(h, l, s);
      }
    }
    checkClose(trace.similarities, expected, terms);
    for (std::size_t i = 0; i < weights.size(); ++i) CHECK(std::abs(double{trace.weights.data()[i]} - weights.data()[i]) < 1e-4);
  });
}

TEST_CASE("linear: features of the exponential's series converge to softmax attention") {
  Sampler sampler(313);
  const Heads q = sampler.heads(1, 4, 2), k = sampler.heads(1, 6, 2), v = sampler.heads(1, 6, 3);
  // exp(q·k / sqrt(D)) = Σ_n (q·k / sqrt(D))^n / n!: for D = 2, binomials of both columns
  const auto features = [&](const Heads& x, std::size_t terms) {
    Heads result({1, attention::rows(x), terms * (terms + 1) / 2});
    for (std::size_t l = 0; l < attention::rows(x); ++l) {
      std::size_t f = 0;
      for (std::size_t n = 0; n < terms; ++n) {
        for (std::size_t i = 0; i <= n; ++i, ++f) {
          const double powers = std::pow(double{x(0, l, 0)}, i) * std::pow(double{x(0, l, 1)}, n - i);
          const double count = std::tgamma(static_cast<double>(i + 1)) * std::tgamma(static_cast<double>(n - i + 1));
          result(0, l, f) = static_cast<float>(powers / std::sqrt(count) / std::pow(2.0, static_cast<double>(n) / 4));
        }
      }
    }
    return result;
  };
  const oracle::Trace softmax = oracle::attend(q, k, v);
  double before = 1;
  for (const std::size_t terms : samples::Sizes{2, 4, 6, 8}) {
    const auto trace = valueOf(attention::attendFeatures(features(q, terms), features(k, terms), v));
    const double worst = xt::amax(xt::abs(oracle::Heads(trace.weights) - softmax.weights))();
    CAPTURE(terms, before, worst);
    CHECK(worst < before / 4);
    before = worst;
  }
  CHECK(before < 1e-5);
}

TEST_CASE("linear: the sums over the keys taken first give the same outputs, without a matrix of weights") {
  forEach(314, {}, [](const Case& one, Sampler&) {
    if (one.options.attnMask) return;
    const auto trace = valueOf(attention::linearAttention(one.q, one.k, one.v, one.options));
    const bool isCausal = one.options.isCausal;
    const auto memory =
        valueOf(attention::attendFeaturesInOrder(trace.queryFeatures, trace.keyFeatures, one.v, isCausal));
    checkClose(memory.heads, trace.heads);
    const std::size_t keys = attention::rows(one.k);
    const std::size_t seen = isCausal ? std::min(attention::rows(one.q), keys) : keys;
    const oracle::Heads k = xt::view(elu(one.k), xt::all(), xt::range(0, seen));
    const oracle::Heads v = xt::view(one.v, xt::all(), xt::range(0, seen));
    checkClose(memory.keys, oracle::Matrix(xt::sum(k, {1})));
    checkClose(memory.values, oracle::weightedSum(oracle::Heads(xt::transpose(k, {0, 2, 1})), v),
               oracle::weightedSum(oracle::Heads(xt::transpose(k, {0, 2, 1})), xt::abs(v)));
  });
}

TEST_CASE("linear: features that vanish give weights of 0, not NaN") {
  Heads q({1, 1, 2}), k({1, 2, 2});
  q.fill(-200);
  k.fill(1);
  const auto trace = valueOf(attention::linearAttention(q, k, k));
  CHECK(trace.weights == Heads{{{0, 0}}});
  CHECK(trace.heads == Heads{{{0, 0}}});
  const auto memory = valueOf(attention::attendFeaturesInOrder(trace.queryFeatures, trace.keyFeatures, k, false));
  CHECK(memory.heads == Heads{{{0, 0}}});
}
