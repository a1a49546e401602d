#include "attention/variants/additive.hpp"

#include "cases.hpp"

using namespace cases;
using attention::AdditiveParameters;

namespace {

AdditiveParameters parameters(Sampler& sampler, std::size_t heads, std::size_t width, std::size_t keyWidth, std::size_t hidden) {
  return {sampler.heads(heads, width, hidden), sampler.heads(heads, keyWidth, hidden), sampler.matrix(heads, hidden, 2)};
}

}  // namespace

TEST_CASE("additive: a small network compares each pair") {
  forEach(281, {2, 4, 3}, [](Case& one, Sampler& sampler) {
    one.k = sampler.heads(2, attention::rows(one.k), 3);
    for (const std::size_t hidden : samples::Sizes{1, 7}) {
      const AdditiveParameters p = parameters(sampler, 2, 4, 3, hidden);
      const auto trace = valueOf(attention::additiveAttention(one.q, one.k, one.v, p, one.options));
      // query and key side by side as one vector, both parameters one below the other: [q k]·[W_Q; W_K]
      oracle::Heads scores = xt::zeros<double>(trace.scores.shape());
      for (std::size_t h = 0; h < 2; ++h) {
        for (std::size_t l = 0; l < scores.shape(1); ++l) {
          for (std::size_t s = 0; s < scores.shape(2); ++s) {
            for (std::size_t a = 0; a < hidden; ++a) {
              double sum = 0;
              for (std::size_t i = 0; i < 7; ++i) {
                sum += i < 4 ? double{one.q(h, l, i)} * double{p.wq(h, i, a)}
                             : double{one.k(h, s, i - 4)} * double{p.wk(h, i - 4, a)};
              }
              CHECK(std::abs(double{trace.hidden(h, l, s, a)} - std::tanh(sum)) < 1e-6);
              scores(h, l, s) += double{p.combine(h, a)} * std::tanh(sum);
            }
          }
        }
      }
      const oracle::Heads masked = oracle::masked(scores, one.mask);
      checkClose(trace.q, oracle::weightedSum(one.q, p.wq));
      checkClose(trace.k, oracle::weightedSum(one.k, p.wk));
      // combine is at most 2, tanh at most 1
      oracle::Heads magnitudes(scores.shape());
      magnitudes.fill(2.0 * static_cast<double>(hidden) + 1);
      checkClose(trace.scores, scores, magnitudes);
      checkClose(trace.masked, masked, magnitudes);
      // an error in a score is one in the weight's logarithm
      checkClose(trace.weights, oracle::softmax(oracle::Heads(trace.masked)));
      checkClose(trace.heads, oracle::weightedSum(oracle::Heads(trace.weights), one.v));
      checkFullyMaskedRows(trace, one);
    }
  });
}

TEST_CASE("additive: where tanh is straight, a sum of scores: the query has no say") {
  forEach(282, {1, 3, 2}, [](const Case& one, Sampler& sampler) {
    AdditiveParameters p = parameters(sampler, 1, 3, 3, 4);
    p.wq *= 1e-3f;
    p.wk *= 1e-3f;
    const auto trace = valueOf(attention::additiveAttention(one.q, one.k, one.v, p, one.options));
    oracle::Heads masked(trace.masked.shape());
    for (std::size_t l = 0; l < masked.shape(1); ++l) {
      for (std::size_t s = 0; s < masked.shape(2); ++s) {
        double score = 0;   // k·W_K·combine: what q adds is the same for all keys
        for (std::size_t i = 0; i < 3; ++i) {
          for (std::size_t a = 0; a < 4; ++a) score += double{one.k(0, s, i)} * double{p.wk(0, i, a)} * double{p.combine(0, a)};
        }
        masked(0, l, s) = score + one.mask(l, s);
      }
    }
    const oracle::Heads weights = oracle::softmax(masked);
    for (std::size_t i = 0; i < weights.size(); ++i) CHECK(std::abs(double{trace.weights.data()[i]} - weights.data()[i]) < 1e-5);
  });
}

TEST_CASE("additive: sums of 1e30 are hidden numbers of -1 and 1") {
  const AdditiveParameters p = {Heads{{{1}}}, Heads{{{1}}}, Matrix{{1}}};
  const Heads q = {{{1e30f}}}, k = {{{0}, {-3e30f}}};
  const auto trace = valueOf(attention::additiveAttention(q, k, k, p));
  CHECK(trace.scores == Heads{{{1, -1}}});
}

TEST_CASE("additive: parameters must fit") {
  Sampler sampler(283);
  const Heads q = sampler.heads(2, 3, 4), k = sampler.heads(2, 5, 6);
  const AdditiveParameters p = parameters(sampler, 2, 4, 6, 3);
  const auto attend = [&](const AdditiveParameters& some) { return attention::additiveAttention(q, k, k, some); };
  REQUIRE(attend(p));
  checkError(attend({p.wk, p.wk, p.combine}), ErrorCode::ShapeMismatch, {"wq has 6 rows, q has 4 columns"});
  checkError(attend({p.wq, p.wq, p.combine}), ErrorCode::ShapeMismatch, {"wk has 4 rows, k has 6 columns"});
  checkError(attend({p.wq, sampler.heads(2, 6, 5), p.combine}), ErrorCode::ShapeMismatch, {"wk has 5 columns, wq has 3"});
  checkError(attend({p.wq, p.wk, sampler.matrix(2, 2)}), ErrorCode::ShapeMismatch, {"combine has 2 columns, wq has 3"});
  checkError(attend({p.wq, p.wk, sampler.matrix(1, 3)}), ErrorCode::ShapeMismatch, {"combine has 1 rows, q has 2 heads"});
  checkError(attend({sampler.heads(1, 4, 3), p.wk, p.combine}), ErrorCode::ShapeMismatch, {"wq has 1 heads, q has 2"});

  const Heads many({1, 3000, 1}, 0.0f);
  const AdditiveParameters wide = {Heads({1, 1, 16}, 0.0f), Heads({1, 1, 16}, 0.0f), Matrix({1, 16}, 0.0f)};
  checkError(attention::additiveAttention(many, many, many, wide), ErrorCode::TooLarge, {"3000 keys, 16 each", "576000000 bytes"});
}
