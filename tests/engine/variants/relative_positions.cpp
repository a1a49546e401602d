#include "attention/variants/relative_positions.hpp"

#include "cases.hpp"

using namespace cases;

TEST_CASE("relative positions: keys and values of their own for every pair") {
  forEach(291, {}, [](const Case& one, Sampler& sampler) {
    for (const int furthest : {0, 2, 20}) {
      CAPTURE(furthest);
      const Matrix a = sampler.matrix(2 * furthest + 1, 5), b = sampler.matrix(2 * furthest + 1, 3);
      const auto trace = valueOf(attention::relativeAttention(one.q, one.k, one.v, a, b, one.options));
      const std::size_t queries = attention::rows(one.q), keys = attention::rows(one.k);
      // each query alone, with the keys and values that it sees from where it stands
      oracle::Heads scores(trace.scores.shape()), masked(trace.scores.shape()), heads(trace.heads.shape());
      for (std::size_t l = 0; l < queries; ++l) {
        oracle::Heads k = one.k, v = one.v;
        for (std::size_t s = 0; s < keys; ++s) {
          const int distance = static_cast<int>(s) - static_cast<int>(l);
          const int row = (distance < -furthest ? -furthest : distance > furthest ? furthest : distance) + furthest;
          xt::view(k, xt::all(), s) += xt::cast<double>(xt::view(a, row));
          xt::view(v, xt::all(), s) += xt::cast<double>(xt::view(b, row));
        }
        const oracle::Heads q = xt::view(one.q, xt::all(), xt::range(l, l + 1));
        const oracle::Trace alone = oracle::attend(q, k, v, oracle::Matrix(xt::view(one.mask, xt::range(l, l + 1))));
        xt::view(scores, xt::all(), l) = xt::view(alone.scores, xt::all(), 0);
        xt::view(masked, xt::all(), l) = xt::view(alone.masked, xt::all(), 0);
        xt::view(heads, xt::all(), l) = xt::view(alone.heads, xt::all(), 0);
      }
      checkClose(trace.scores, scores);
      checkClose(trace.masked, masked);
      checkClose(trace.weights, oracle::softmax(masked));
      checkClose(trace.heads, heads);
      checkClose(trace.contentScores, oracle::scores(one.q, one.k));
      checkClose(oracle::Heads(xt::sum(oracle::Heads(trace.distanceWeights), {2})(0, 0) + xt::zeros<double>({1, 1, 1})),
                 oracle::Heads(xt::sum(oracle::Heads(trace.weights), {2})(0, 0) + xt::zeros<double>({1, 1, 1})));
      checkClose(trace.contentHeads, oracle::weightedSum(trace.weights, one.v));
      checkFullyMaskedRows(trace, one);
    }
  });
}

TEST_CASE("relative positions: vectors of 0 are plain attention") {
  forEach(292, {}, [](const Case& one, Sampler&) {
    const Matrix a = xt::zeros<float>({7, 5}), b = xt::zeros<float>({7, 3});
    const auto trace = valueOf(attention::relativeAttention(one.q, one.k, one.v, a, b, one.options));
    checkTrace(trace, plain(one));
  });
}

TEST_CASE("relative positions: the vectors must fit") {
  Sampler sampler(293);
  const Heads q = sampler.heads(2, 3, 4), v = sampler.heads(2, 3, 2);
  const auto attend = [&](const Matrix& a, const Matrix& b) { return attention::relativeAttention(q, q, v, a, b); };
  checkError(attend(sampler.matrix(4, 4), sampler.matrix(4, 2)), ErrorCode::InvalidSize, {"keyDistances has 4 rows"});
  checkError(attend(sampler.matrix(3, 5), sampler.matrix(3, 2)), ErrorCode::ShapeMismatch,
             {"keyDistances has 5 columns, k has 4"});
  checkError(attend(sampler.matrix(3, 4), sampler.matrix(3, 4)), ErrorCode::ShapeMismatch,
             {"valueDistances has 4 columns, v has 2"});
  checkError(attend(sampler.matrix(3, 4), sampler.matrix(5, 2)), ErrorCode::ShapeMismatch,
             {"valueDistances has 5 rows, keyDistances has 3"});
}
