#include "attention/concatenation.hpp"

#include <catch2/catch_test_macros.hpp>

#include "attention/projection.hpp"
#include "golden.hpp"
#include "samples.hpp"
#include "tolerance.hpp"

using attention::concatenate;
using attention::Heads;
using attention::Matrix;

TEST_CASE("concatenation: head h fills the columns h·D ... (h + 1)·D") {
  const Heads heads = {{{1, 2}, {3, 4}, {5, 6}}, {{10, 20}, {30, 40}, {50, 60}}};
  CHECK(concatenate(heads) == Matrix{{1, 2, 10, 20}, {3, 4, 30, 40}, {5, 6, 50, 60}});
}

TEST_CASE("concatenation: agrees with the oracle, and is the inverse of splitting") {
  samples::Sampler sampler(61);
  for (const std::size_t count : samples::Sizes{1, 2, 3, 7}) {
    for (const std::size_t tokens : samples::kOddSizes) {
      for (const std::size_t width : samples::Sizes{1, 3, 4}) {
        CAPTURE(count, tokens, width);
        const Heads heads = sampler.heads(count, tokens, width);
        CHECK(concatenate(heads) == oracle::concatenate(heads));
        CHECK(attention::splitHeads(concatenate(heads), count) == heads);
      }
    }
  }
}

TEST_CASE("concatenation: golden") {
  const Heads heads = golden::heads("multi_head/heads");
  checkClose(concatenate(heads), golden::matrix("multi_head/concat"));
}
