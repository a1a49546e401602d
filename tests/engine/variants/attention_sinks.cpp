#include "attention/variants/attention_sinks.hpp"

#include "cases.hpp"

using namespace cases;

TEST_CASE("attention sinks: softmax-off-by-one is softmax beside one more key, whose value is 0") {
  forEach(271, {}, [](const Case& one, Sampler& sampler) {
    const Vector sinks = sampler.vector(2, 3);
    const auto trace = valueOf(attention::softmaxOffByOneAttention(one.q, one.k, one.v, sinks, one.options));
    const oracle::Heads masked = oracle::masked(plain(one).scaled, one.mask);
    const std::size_t keys = attention::rows(one.k);
    oracle::Heads withSink = oracle::Heads::from_shape({2, attention::rows(one.q), keys + 1});
    for (std::size_t h = 0; h < 2; ++h) {
      xt::view(withSink, h, xt::all(), xt::range(0, keys)) = xt::view(masked, h);
      xt::view(withSink, h, xt::all(), keys) = double{sinks(h)};
    }
    const oracle::Heads weights = oracle::softmax(withSink);
    checkClose(trace.masked, masked);
    checkClose(trace.weights, xt::view(weights, xt::all(), xt::all(), xt::range(0, keys)));
    checkClose(trace.sinkWeights, xt::view(weights, xt::all(), xt::all(), keys));
    checkClose(trace.heads, oracle::weightedSum(xt::view(weights, xt::all(), xt::all(), xt::range(0, keys)), one.v));
    checkFullyMaskedRows(trace, one);
  });
}

TEST_CASE("attention sinks: a sink of 0 is the + 1 of the formula, one of -1e30 is plain attention") {
  const Heads q = {{{1}}}, k = {{{0}, {std::log(2.0f)}}}, v = {{{1}, {10}}};
  const auto one = valueOf(attention::softmaxOffByOneAttention(q, k, v, Vector{0}));
  checkClose(one.weights, oracle::Heads{{{0.25, 0.5}}});  // 1 and 2 of 1 + 1 + 2
  checkClose(one.sinkWeights, oracle::Matrix{{0.25}});
  forEach(272, {}, [](const Case& some, Sampler&) {
    const auto trace = valueOf(attention::softmaxOffByOneAttention(some.q, some.k, some.v, Vector{-1e30f, -1e30f}, some.options));
    checkTrace(trace, plain(some));
  });
}

TEST_CASE("attention sinks: the first keys stay visible beside the window") {
  CHECK(attention::sinkWindowMask(5, 6, 1, 2) == attention::BooleanMask{{1, 0, 0, 0, 0, 0},
                                                                        {1, 1, 0, 0, 0, 0},
                                                                        {1, 1, 1, 0, 0, 0},
                                                                        {1, 0, 1, 1, 0, 0},
                                                                        {1, 0, 0, 1, 1, 0}});
  CHECK(attention::sinkWindowMask(2, 2, 0, 0) == attention::BooleanMask{{0, 0}, {0, 0}});
  forEach(273, {}, [](Case& one, Sampler&) {
    const auto trace = valueOf(attention::sinkWindowAttention(one.q, one.k, one.v, 2, 3, one.options));
    for (std::size_t l = 0; l < attention::rows(one.q); ++l) {
      for (std::size_t s = 0; s < attention::rows(one.k); ++s) {
        const bool isFirst = s == 0 || s == 1;
        const bool isLate = s + 2 == l || s + 1 == l;
        if (!(s == l || isLate || (isFirst && s < l))) one.mask(l, s) = -kInfinity;
      }
    }
    checkTrace(trace, plain(one));
    checkFullyMaskedRows(trace, one);
  });
}

TEST_CASE("attention sinks: a window as long as the text is causal attention") {
  forEach(274, {}, [](Case& one, Sampler&) {
    const auto trace = valueOf(attention::sinkWindowAttention(one.q, one.k, one.v, 0, attention::rows(one.q), one.options));
    one.options.isCausal = true;
    one.mask = inForce(one.options, attention::rows(one.q), attention::rows(one.k));
    checkTrace(trace, plain(one));
  });
}

TEST_CASE("attention sinks: a sink for every head") {
  Sampler sampler(275);
  const Heads q = sampler.heads(2, 3, 4);
  checkError(attention::softmaxOffByOneAttention(q, q, q, Vector{1}), ErrorCode::ShapeMismatch,
             {"sinks has 1 numbers, q has 2 heads"});
}
