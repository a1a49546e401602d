#include "attention/variants/multiplicative.hpp"

#include "cases.hpp"

using namespace cases;

TEST_CASE("multiplicative: dot is plain attention that is not scaled") {
  forEach(201, {}, [](const Case& one, Sampler&) {
    const AttentionTrace trace = valueOf(attention::dotAttention(one.q, one.k, one.v, one.options));
    checkTrace(trace, plain(one, 1));
    CHECK(trace.scaled == trace.scores);
    checkFullyMaskedRows(trace, one);
  });
}

TEST_CASE("multiplicative: general sums over every pair of columns") {
  forEach(202, {2, 3, 4}, [](Case& one, Sampler& sampler) {
    one.k = sampler.heads(2, attention::rows(one.k), 5);
    const Heads w = sampler.heads(2, 3, 5);
    const auto trace = valueOf(attention::multiplicativeAttention(one.q, one.k, one.v, w, one.options));
    oracle::Heads scores = xt::zeros<double>(trace.scores.shape());
    for (std::size_t h = 0; h < 2; ++h) {
      for (std::size_t l = 0; l < scores.shape(1); ++l) {
        for (std::size_t s = 0; s < scores.shape(2); ++s) {
          for (std::size_t i = 0; i < 3; ++i) {
            for (std::size_t j = 0; j < 5; ++j) {
              scores(h, l, s) += double{one.q(h, l, i)} * double{w(h, i, j)} * double{one.k(h, s, j)};
            }
          }
        }
      }
    }
    const oracle::Heads masked = oracle::masked(scores, one.mask);
    const oracle::Heads weights = oracle::softmax(masked);
    checkClose(trace.transformed, oracle::weightedSum(one.q, w));
    checkClose(trace.scores, scores);
    checkClose(trace.masked, masked);
    checkClose(trace.weights, weights);
    checkClose(trace.heads, oracle::weightedSum(weights, one.v));
    checkFullyMaskedRows(trace, one);
  });
}

TEST_CASE("multiplicative: general with W the identity is dot") {
  forEach(203, {1, 4, 3}, [](const Case& one, Sampler&) {
    Heads w({1, 4, 4});
    const Matrix diagonal = identity(4);
    std::copy(diagonal.begin(), diagonal.end(), w.begin());
    const auto general = valueOf(attention::multiplicativeAttention(one.q, one.k, one.v, w, one.options));
    const auto dot = valueOf(attention::dotAttention(one.q, one.k, one.v, one.options));
    CHECK(general.transformed == one.q);
    CHECK(general.weights == dot.weights);
    CHECK(general.heads == dot.heads);
  });
}

TEST_CASE("multiplicative: W must fit") {
  Sampler sampler(204);
  const Heads q = sampler.heads(2, 3, 4), k = sampler.heads(2, 5, 6), v = sampler.heads(2, 5, 1);
  const auto attend = [&](const Heads& w) { return attention::multiplicativeAttention(q, k, v, w); };
  checkError(attend(sampler.heads(3, 4, 6)), ErrorCode::ShapeMismatch, {"w has 3 heads, q has 2"});
  checkError(attend(sampler.heads(2, 3, 6)), ErrorCode::ShapeMismatch, {"w has 3 rows, q has 4 columns"});
  checkError(attend(sampler.heads(2, 4, 5)), ErrorCode::ShapeMismatch, {"k has 6 columns, w has 5"});
}
