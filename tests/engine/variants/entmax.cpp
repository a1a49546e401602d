#include "attention/variants/entmax.hpp"

#include "cases.hpp"

using namespace cases;

namespace {

using Row = std::vector<double>;

// α-entmax by bisection: the threshold τ at which max(0, (α - 1)x - τ)^(1 / (α - 1)) sum to 1.
Row bisected(const Row& x, double alpha) {
  const double best = *std::max_element(x.begin(), x.end());
  double low = (alpha - 1) * best - 1, high = (alpha - 1) * best;
  const auto weight = [&](double score, double tau) {
    return std::pow(std::max(0.0, (alpha - 1) * score - tau), 1 / (alpha - 1));
  };
  for (int i = 0; i < 200; ++i) {
    const double middle = (low + high) / 2;
    double sum = 0;
    for (const double score : x) sum += weight(score, middle);
    (sum >= 1 ? low : high) = middle;
  }
  Row weights;
  for (const double score : x) weights.push_back(weight(score, low));
  return weights;
}

// Sparsemax by the closed form of the paper's algorithm 1: sort, and take the longest run of the best that keeps its share.
Row sorted(const Row& x) {
  Row order = x;
  std::sort(order.begin(), order.end(), std::greater<>());
  double sum = 0, tau = 0;
  for (std::size_t n = 0; n < order.size(); ++n) {
    sum += order[n];
    if (1 + static_cast<double>(n + 1) * order[n] > sum) tau = (sum - 1) / static_cast<double>(n + 1);
  }
  Row weights;
  for (const double score : x) weights.push_back(std::max(0.0, score - tau));
  return weights;
}

template <class Function>
oracle::Heads byRows(const oracle::Heads& masked, const Function& function) {
  oracle::Heads weights = xt::zeros<double>(masked.shape());
  for (std::size_t h = 0; h < masked.shape(0); ++h) {
    for (std::size_t l = 0; l < masked.shape(1); ++l) {
      Row seen;
      for (std::size_t s = 0; s < masked.shape(2); ++s) {
        if (masked(h, l, s) > -kInfinity) seen.push_back(masked(h, l, s));
      }
      if (seen.empty()) continue;
      const Row result = function(seen);
      std::size_t i = 0;
      for (std::size_t s = 0; s < masked.shape(2); ++s) {
        if (masked(h, l, s) > -kInfinity) weights(h, l, s) = result[i++];
      }
    }
  }
  return weights;
}

template <class Trace>
void checkSparse(const Trace& trace, const Case& one, const oracle::Heads& weights) {
  const oracle::Trace before = plain(one);
  checkClose(trace.scores, before.scores);
  checkClose(trace.masked, before.masked);
  checkClose(trace.weights, weights);
  checkClose(trace.heads, oracle::weightedSum(weights, one.v));
  checkRowSums(trace.weights, trace.fullyMaskedRows);
  checkFullyMaskedRows(trace, one);
  for (std::size_t h = 0; h < weights.shape(0); ++h) {
    for (std::size_t l = 0; l < weights.shape(1); ++l) {
      for (std::size_t s = 0; s < weights.shape(2); ++s) {
        const float distance = trace.masked(h, l, s) - trace.thresholds(h, l);
        if (std::abs(distance) < 1e-4f || isFullyMasked(one, l)) continue;
        CHECK((trace.weights(h, l, s) > 0) == (distance > 0));
      }
    }
  }
}

}  // namespace

TEST_CASE("entmax: sparsemax is the paper's sort, and the threshold where its sum is 1") {
  forEach(341, {}, [](const Case& one, Sampler&) {
    const auto trace = valueOf(attention::sparsemaxAttention(one.q, one.k, one.v, one.options));
    const oracle::Heads masked = plain(one).masked;
    checkSparse(trace, one, byRows(masked, sorted));
    checkClose(trace.weights, byRows(masked, [](const Row& x) { return bisected(x, 2); }));
  });
}

TEST_CASE("entmax: 1.5-entmax is the threshold where its squares sum to 1") {
  forEach(342, {}, [](const Case& one, Sampler&) {
    const auto trace = valueOf(attention::entmaxAttention(one.q, one.k, one.v, one.options));
    checkSparse(trace, one, byRows(plain(one).masked, [](const Row& x) { return bisected(x, 1.5); }));
  });
}

TEST_CASE("entmax: no point of the simplex is nearer than sparsemax's") {
  Sampler sampler(343);
  for (int round = 0; round < 30; ++round) {
    const Vector x = sampler.vector(3, 2);
    Vector p = Vector::from_shape({3});
    attention::entmax(x.data(), 3, 1, p.data());
    const auto distance = [&](double a, double b, double c) {
      return std::pow(a - double{x(0)}, 2) + std::pow(b - double{x(1)}, 2) + std::pow(c - double{x(2)}, 2);
    };
    const double nearest = distance(double{p(0)}, double{p(1)}, double{p(2)});
    constexpr int kSteps = 40;
    for (int i = 0; i <= kSteps; ++i) {
      for (int j = 0; i + j <= kSteps; ++j) {
        const double a = i / double{kSteps}, b = j / double{kSteps};
        CHECK(nearest <= distance(a, b, 1 - a - b) + 1e-6);
      }
    }
  }
}

TEST_CASE("entmax: sparsemax of two is the hard sigmoid") {
  for (const float t : {-3.0f, -1.0f, -0.3f, 0.0f, 0.5f, 1.0f, 2.0f}) {
    const float scores[] = {t, 0};
    float weights[2];
    attention::entmax(scores, 2, 1, weights);
    CHECK(std::abs(double{weights[0]} - std::clamp((double{t} + 1) / 2, 0.0, 1.0)) < 1e-6);
  }
}

TEST_CASE("entmax: as α falls to 1 it is softmax") {
  Sampler sampler(344);
  const Vector x = sampler.vector(17, 2);
  const oracle::Heads softmax = oracle::softmax(oracle::Heads(xt::view(oracle::Vector(x), xt::newaxis(), xt::newaxis())));
  double before = 1;
  for (const std::size_t power : samples::Sizes{1, 4, 16, 64, 256, 4096}) {
    Vector weights = Vector::from_shape({17});
    attention::entmax(x.data(), 17, power, weights.data());
    double worst = 0, sum = 0;
    for (std::size_t s = 0; s < 17; ++s) {
      worst = std::max(worst, std::abs(double{weights(s)} - softmax(0, 0, s)));
      sum += double{weights(s)};
    }
    CAPTURE(power, before, worst);
    CHECK(std::abs(sum - 1) < 1e-6);
    CHECK(worst < before / 2);
    before = worst;
  }
  CHECK(before < 2.0 / 4096);  // it falls like α - 1
}

TEST_CASE("entmax: equal scores share, far ones get nothing, 1e30 is finite") {
  for (const std::size_t power : samples::Sizes{1, 2}) {
    const float scores[] = {5, 5, 5, 1, -std::numeric_limits<float>::infinity()};
    float weights[5];
    attention::entmax(scores, 5, power, weights);
    for (int s = 0; s < 3; ++s) CHECK(std::abs(double{weights[s]} - 1 / 3.0) < 1e-6);
    CHECK(weights[3] == 0);
    CHECK(weights[4] == 0);
    const float far[] = {1e30f, -1e30f};
    attention::entmax(far, 2, power, weights);
    CHECK(weights[0] == 1);
    CHECK(weights[1] == 0);
  }
}
