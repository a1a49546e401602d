#include "attention/variants/differential.hpp"

#include "cases.hpp"

using namespace cases;

TEST_CASE("differential: the second softmax taken from the first") {
  forEach(321, {2, 6, 4}, [](const Case& one, Sampler& sampler) {
    const float lambda = sampler.signedUnit();
    const auto trace = valueOf(attention::differentialAttention(one.q, one.k, one.v, lambda, one.options));
    const auto columns = [](const Heads& x, std::size_t first) {
      return oracle::Heads(xt::view(x, xt::all(), xt::all(), xt::range(first, first + 3)));
    };
    const oracle::Trace first = oracle::attend(columns(one.q, 0), columns(one.k, 0), one.v, one.mask);
    const oracle::Trace second = oracle::attend(columns(one.q, 3), columns(one.k, 3), one.v, one.mask);
    checkTrace(trace.first, first);
    checkTrace(trace.second, second);
    checkClose(trace.weights, oracle::Heads(first.weights - double{lambda} * second.weights));
    checkClose(trace.heads, oracle::Heads(first.heads - double{lambda} * second.heads));
    checkFullyMaskedRows(trace, one);
  });
}

TEST_CASE("differential: λ = 0 is plain attention of the first half, λ = 1 of equal halves is nothing") {
  forEach(322, {2, 8, 3}, [](Case& one, Sampler&) {
    const auto trace = valueOf(attention::differentialAttention(one.q, one.k, one.v, 0, one.options));
    const auto firstHalf = [](const Heads& x) { return oracle::Heads(xt::view(x, xt::all(), xt::all(), xt::range(0, 4))); };
    const oracle::Trace expected = oracle::attend(firstHalf(one.q), firstHalf(one.k), one.v, one.mask);
    checkClose(trace.weights, expected.weights);
    checkClose(trace.heads, expected.heads);
    for (Heads* x : {&one.q, &one.k}) {
      const Heads half = xt::view(*x, xt::all(), xt::all(), xt::range(0, 4));
      xt::view(*x, xt::all(), xt::all(), xt::range(4, 8)) = half;
    }
    const auto nothing = valueOf(attention::differentialAttention(one.q, one.k, one.v, 1, one.options));
    for (const float value : nothing.heads) CHECK(value == 0);
  });
}

TEST_CASE("differential: λ from its vectors") {
  const Vector q1 = {1, 2}, k1 = {0.5f, -0.25f}, q2 = {1, 1}, k2 = {std::log(2.0f), 0};
  checkClose(Vector{valueOf(attention::differentialLambda(q1, k1, q2, k2, 0.8f))}, oracle::Vector{1 - 2 + 0.8});
  checkError(attention::differentialLambda(q1, Vector{1}, q2, k2, 0.8f), ErrorCode::ShapeMismatch,
             {"k1 has 1 numbers, q1 has 2"});
  checkError(attention::differentialLambda(Vector{1000}, Vector{1}, Vector{0}, Vector{0}, 0), ErrorCode::NotFinite, {"lambda"});
}

TEST_CASE("differential: halves, and a finite λ") {
  Sampler sampler(323);
  const Heads odd = sampler.heads(1, 3, 5), even = sampler.heads(1, 3, 4);
  checkError(attention::differentialAttention(odd, odd, odd, 0.5f), ErrorCode::InvalidSize, {"q has 5 columns"});
  checkError(attention::differentialAttention(even, even, even, std::numeric_limits<float>::quiet_NaN()), ErrorCode::NotFinite,
             {"lambda is NaN"});
}
