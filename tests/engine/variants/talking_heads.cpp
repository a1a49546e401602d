#include "attention/variants/talking_heads.hpp"

#include "cases.hpp"

using namespace cases;

namespace {

// Cell by cell: the heads of one (l, s) as a row vector times the parameter.
oracle::Heads mixed(const oracle::Heads& x, const Matrix& parameter) {
  oracle::Heads result = oracle::Heads::from_shape({attention::columns(parameter), x.shape(1), x.shape(2)});
  for (std::size_t l = 0; l < x.shape(1); ++l) {
    for (std::size_t s = 0; s < x.shape(2); ++s) {
      const oracle::Matrix heads = xt::view(xt::view(x, xt::all(), l, s), xt::newaxis());
      xt::view(result, xt::all(), l, s) = xt::view(oracle::multiply(heads, parameter), 0);
    }
  }
  return result;
}

}  // namespace

TEST_CASE("talking heads: mixed before and after softmax, to other numbers of heads") {
  forEach(331, {3, 5, 2}, [](Case& one, Sampler& sampler) {
    one.v = sampler.heads(4, attention::rows(one.k), 2);
    const Matrix mixScores = sampler.matrix(3, 2), mixWeights = sampler.matrix(2, 4);
    const auto trace = valueOf(attention::talkingHeadsAttention(one.q, one.k, one.v, mixScores, mixWeights, one.options));
    const oracle::Heads scaled = oracle::scaled(oracle::scores(one.q, one.k), 1 / std::sqrt(5.0));
    const oracle::Heads masked = oracle::masked(mixed(scaled, mixScores), one.mask);
    const oracle::Heads weights = oracle::softmax(masked);
    checkClose(trace.scaled, scaled);
    checkClose(trace.mixed, mixed(scaled, mixScores));
    checkClose(trace.masked, masked);
    checkClose(trace.weights, weights);
    checkClose(trace.mixedWeights, mixed(weights, mixWeights));
    checkClose(trace.heads, oracle::weightedSum(mixed(weights, mixWeights), one.v));
    checkFullyMaskedRows(trace, one);
  });
}

TEST_CASE("talking heads: heads that keep to themselves are multi-head attention") {
  forEach(332, {3, 4, 2}, [](const Case& one, Sampler&) {
    const auto trace = valueOf(attention::talkingHeadsAttention(one.q, one.k, one.v, identity(3), identity(3), one.options));
    checkTrace(trace, plain(one));
    CHECK(trace.mixed == trace.scaled);
    CHECK(trace.mixedWeights == trace.weights);
  });
}

TEST_CASE("talking heads: the mixtures must fit") {
  Sampler sampler(333);
  const Heads q = sampler.heads(3, 4, 2), v = sampler.heads(2, 4, 2);
  const auto attend = [&](const Matrix& a, const Matrix& b) { return attention::talkingHeadsAttention(q, q, v, a, b); };
  CHECK(attend(sampler.matrix(3, 5), sampler.matrix(5, 2)));
  checkError(attend(sampler.matrix(2, 5), sampler.matrix(5, 2)), ErrorCode::ShapeMismatch,
             {"mixScores has 2 rows, q has 3 heads"});
  checkError(attend(sampler.matrix(3, 5), sampler.matrix(4, 2)), ErrorCode::ShapeMismatch,
             {"mixWeights has 4 rows, mixScores has 5 columns"});
  checkError(attend(sampler.matrix(3, 5), sampler.matrix(5, 3)), ErrorCode::ShapeMismatch,
             {"mixWeights has 3 columns, v has 2 heads"});
  checkError(attention::talkingHeadsAttention(q, v, v, sampler.matrix(3, 5), sampler.matrix(5, 2)), ErrorCode::ShapeMismatch,
             {"k has 2 heads, q has 3"});
}
