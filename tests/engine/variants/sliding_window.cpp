#include "attention/variants/sliding_window.hpp"

#include "cases.hpp"

using namespace cases;

TEST_CASE("sliding window: each query is attention over the keys of its window alone") {
  forEach(221, {}, [](const Case& one, Sampler&) {
    for (const std::size_t window : samples::Sizes{0, 1, 4}) {
      CAPTURE(window);
      const auto trace = valueOf(attention::slidingWindowAttention(one.q, one.k, one.v, window, one.options));
      oracle::Heads expected = xt::zeros<double>(trace.heads.shape());
      Case seen = one;   // one query, and of the mask what it sees of its window
      for (std::size_t l = 0; l < attention::rows(one.q); ++l) {
        const std::size_t first = l > window ? l - window : 0;
        const std::size_t end = std::min(l + window + 1, attention::rows(one.k));
        for (std::size_t h = 0; h < 2; ++h) {
          double total = 0;
          std::vector<double> terms;
          for (std::size_t s = first; s < end; ++s) {
            double score = 0;
            for (std::size_t d = 0; d < 5; ++d) score += double{one.q(h, l, d)} * double{one.k(h, s, d)};
            terms.push_back(std::exp(score / std::sqrt(5.0) + one.mask(l, s)));
            total += terms.back();
          }
          for (std::size_t s = first; s < end && total > 0; ++s) {
            for (std::size_t d = 0; d < 3; ++d) expected(h, l, d) += terms[s - first] / total * double{one.v(h, s, d)};
          }
        }
        for (std::size_t s = 0; s < attention::rows(one.k); ++s) {
          if (s < first || s >= end) seen.mask(l, s) = -kInfinity;
        }
      }
      checkClose(trace.heads, expected);
      checkFullyMaskedRows(trace, seen);
      checkRowSums(trace.weights, trace.fullyMaskedRows);
    }
  });
}

TEST_CASE("sliding window: a window as long as the text is full attention") {
  forEach(222, {}, [](const Case& one, Sampler&) {
    const std::size_t longest = std::max(attention::rows(one.q), attention::rows(one.k));
    for (const std::size_t window : {longest, std::numeric_limits<std::size_t>::max()}) {
      const auto trace = valueOf(attention::slidingWindowAttention(one.q, one.k, one.v, window, one.options));
      checkTrace(trace, plain(one));
      checkFullyMaskedRows(trace, one);
    }
  });
}
