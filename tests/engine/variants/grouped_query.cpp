#include "attention/variants/grouped_query.hpp"

#include "cases.hpp"

using namespace cases;

namespace {

// Every group's key or value as often as it has heads: the multi-head attention it stands for.
Heads repeated(const Heads& groups, std::size_t numHeads) {
  Heads result({numHeads, attention::rows(groups), attention::columns(groups)});
  for (std::size_t h = 0; h < numHeads; ++h) {
    for (std::size_t s = 0; s < attention::rows(groups); ++s) {
      for (std::size_t d = 0; d < attention::columns(groups); ++d) {
        result(h, s, d) = groups(h * groups.shape(0) / numHeads, s, d);
      }
    }
  }
  return result;
}

}  // namespace

TEST_CASE("grouped query: is multi-head attention with each group's keys and values repeated") {
  forEach(211, {6, 5, 3}, [](Case& one, Sampler& sampler) {
    const std::size_t keys = attention::rows(one.k);
    for (const std::size_t groups : samples::Sizes{1, 2, 3, 6}) {
      CAPTURE(groups);
      const Heads k = sampler.heads(groups, keys, 5), v = sampler.heads(groups, keys, 3);
      const auto trace = valueOf(attention::groupedQueryAttention(one.q, k, v, one.options));
      one.k = repeated(k, 6);
      one.v = repeated(v, 6);
      checkTrace(trace, plain(one));
      checkFullyMaskedRows(trace, one);
    }
  });
}

TEST_CASE("grouped query: as many groups as heads is multi-head attention, one group is multi-query attention") {
  forEach(212, {4, 3, 2}, [](const Case& one, Sampler& sampler) {
    const auto all = valueOf(attention::groupedQueryAttention(one.q, one.k, one.v, one.options));
    const attention::Mask mask = {one.options.attnMask ? &*one.options.attnMask : nullptr, one.options.isCausal};
    const auto multiHead = valueOf(attention::attend(one.q, one.k, one.v, mask, 1 / std::sqrt(3.0f)));
    CHECK(all.scores == multiHead.scores);
    CHECK(all.weights == multiHead.weights);
    CHECK(all.heads == multiHead.heads);
    const Heads k = sampler.heads(1, attention::rows(one.k), 3), v = sampler.heads(1, attention::rows(one.k), 2);
    const auto group = valueOf(attention::groupedQueryAttention(one.q, k, v, one.options));
    const auto multiQuery = valueOf(attention::multiQueryAttention(one.q, k, v, one.options));
    CHECK(group.weights == multiQuery.weights);
    CHECK(group.heads == multiQuery.heads);
  });
}

TEST_CASE("grouped query: groups must divide the heads") {
  Sampler sampler(213);
  const Heads q = sampler.heads(6, 3, 4), k = sampler.heads(4, 5, 4), v = sampler.heads(4, 5, 2);
  checkError(attention::groupedQueryAttention(q, k, v), ErrorCode::InvalidHeads, {"k has 4 heads", "the 6 of q"});
  checkError(attention::groupedQueryAttention(q, sampler.heads(2, 5, 4), v), ErrorCode::ShapeMismatch,
             {"v has 4 heads, k has 2"});
  checkError(attention::multiQueryAttention(q, k, v), ErrorCode::ShapeMismatch, {"k has 4 heads"});
}
