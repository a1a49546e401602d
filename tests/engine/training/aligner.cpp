#include "training/aligner.hpp"

#include <catch2/catch_test_macros.hpp>

using attention::Example;
using attention::kAnywhere;
using attention::TokenId;

namespace {

// Pairs of made-up sentences of which the words are known: source token n is rendered by token 100 + n.
class Pairs : public attention::Corpus {
 public:
  void add(std::vector<TokenId> source, std::vector<TokenId> target) {
    sources_.push_back(std::move(source));
    targets_.push_back(std::move(target));
  }

  std::size_t size() const override { return sources_.size(); }
  Example example(std::size_t index) const override { return {sources_[index], targets_[index]}; }

 private:
  std::vector<std::vector<TokenId>> sources_, targets_;
};

// Every two words of twenty stand together, so that only what comes with what can tell them apart.
Pairs somePairs(bool isTurned) {
  Pairs pairs;
  for (TokenId a = 3; a < 23; ++a) {
    for (TokenId b = 3; b < 23; ++b) {
      if (a == b) continue;
      if (isTurned) pairs.add({a, b, 30}, {100 + b, 100 + a, 130});
      else pairs.add({a, b, 30}, {100 + a, 100 + b, 130});
    }
  }
  return pairs;
}

}  // namespace

TEST_CASE("aligner: words that come together are found, in the same order and in the other") {
  const auto straight = attention::align(somePairs(false), 200), turned = attention::align(somePairs(true), 200);
  REQUIRE(straight.size() == 380);
  for (const auto& keys : straight) CHECK(keys == std::vector<std::uint32_t>{0, 1, 2});
  for (const auto& keys : turned) CHECK(keys == std::vector<std::uint32_t>{1, 0, 2});
}

TEST_CASE("aligner: a token that renders nothing is aligned with nothing") {
  Pairs pairs;
  for (TokenId a = 3; a < 23; ++a) {
    for (TokenId b = 3; b < 23; ++b) {
      if (a != b) pairs.add({a, b}, {100 + a, 150, 100 + b});   // 150 comes with everything
    }
  }
  for (const auto& keys : attention::align(pairs, 200)) CHECK(keys == std::vector<std::uint32_t>{0, kAnywhere, 1});
}

TEST_CASE("aligner: an empty side and an empty corpus align nothing") {
  CHECK(attention::align(Pairs(), 10).empty());
  Pairs pairs;
  pairs.add({}, {5, 6});
  pairs.add({5}, {});
  const auto keys = attention::align(pairs, 10);
  CHECK(keys[0] == std::vector<std::uint32_t>{kAnywhere, kAnywhere});
  CHECK(keys[1].empty());
}
