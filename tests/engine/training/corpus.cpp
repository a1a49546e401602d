#include "training/corpus.hpp"

#include <algorithm>
#include <set>

#include <catch2/catch_test_macros.hpp>

#include "training/toy_tasks.hpp"

using attention::Batches;
using attention::Example;
using attention::Examples;
using attention::TokenId;
using Ids = std::vector<TokenId>;

namespace {

attention::ToyCorpus someCorpus() { return {{attention::Toy::Reverse, 50, 9, 2, 6}, 3, "test"}; }

// The sources of the next examples, as one list.
std::vector<const TokenId*> places(Batches& batches, std::size_t count) {
  std::vector<const TokenId*> all;
  while (all.size() < count) {
    for (const Example& example : batches.next(20)) all.push_back(example.source.data());
  }
  return all;
}

}  // namespace

TEST_CASE("corpus: </s> after the source, <s> before the decoder's input, </s> after its targets") {
  const Ids source = {7, 8}, target = {9, 10, 11};
  Examples examples;
  append({source, target}, examples);
  append({target, source}, examples);
  CHECK(examples.source.ids == Ids{7, 8, 2, 9, 10, 11, 2});
  CHECK(examples.source.starts == std::vector<std::size_t>{0, 3, 7});
  CHECK(examples.input.ids == Ids{1, 9, 10, 11, 1, 7, 8});
  CHECK(examples.input.starts == std::vector<std::size_t>{0, 4, 7});
  CHECK(examples.targets == Ids{9, 10, 11, 2, 7, 8, 2});
  CHECK(examples.alignedTo.empty());
}

TEST_CASE("corpus: a language model's examples have no source, and not even its </s>") {
  const Ids target = {9, 10};
  Examples examples;
  append({{}, target}, examples);
  CHECK(examples.source.ids.empty());
  CHECK(examples.source.count() == 1);
}

TEST_CASE("corpus: an alignment leads each target to its source, and </s> to </s>") {
  const Ids source = {7, 8}, target = {9, 10, 11};
  const std::vector<std::uint32_t> alignedTo = {1, attention::kAnywhere, 0};
  Examples examples;
  append({source, target, alignedTo}, examples);
  append({source, target, alignedTo}, examples);
  const std::uint32_t any = attention::kAnywhere;
  CHECK(examples.alignedTo == std::vector<std::uint32_t>{1, any, 0, 2, 1, any, 0, 2});
}

TEST_CASE("corpus: two that are joined, one after the other") {
  const attention::ToyCorpus first(attention::ToyOptions{}, 1, "a"), second(attention::ToyOptions{}, 1, "b");
  const attention::JoinedCorpus both(std::make_unique<attention::ToyCorpus>(first),
                                     std::make_unique<attention::ToyCorpus>(second));
  REQUIRE(both.size() == first.size() + second.size());
  const auto ids = [](std::span<const TokenId> some) { return Ids(some.begin(), some.end()); };
  CHECK(ids(both.example(0).target) == ids(first.example(0).target));
  CHECK(ids(both.example(first.size() - 1).target) == ids(first.example(first.size() - 1).target));
  CHECK(ids(both.example(first.size()).target) == ids(second.example(0).target));
}

TEST_CASE("batches: every example once a round, each round in its own order, never too many tokens") {
  const attention::ToyCorpus corpus = someCorpus();
  Batches batches(corpus, 5);
  std::vector<const TokenId*> seen;
  while (seen.size() < 100) {
    std::size_t source = 0, target = 0;
    for (const Example& example : batches.next(20)) {
      source += example.source.size();
      target += example.target.size() + 1;
      seen.push_back(example.source.data());
    }
    CHECK(std::max(source, target) <= 20);
  }
  const std::vector<const TokenId*> first(seen.begin(), seen.begin() + 50), second(seen.begin() + 50, seen.begin() + 100);
  CHECK(std::set(first.begin(), first.end()).size() == 50);
  CHECK(std::set(second.begin(), second.end()).size() == 50);
  CHECK(first != second);
  Batches again(corpus, 5), other(corpus, 6);
  std::vector<const TokenId*> same = places(again, 100), different = places(other, 100);
  same.resize(seen.size(), nullptr);
  CHECK(std::equal(first.begin(), first.end(), same.begin()));
  CHECK_FALSE(std::equal(first.begin(), first.end(), different.begin()));
}

TEST_CASE("batches: go on from a place, also across rounds; an example that is too long comes alone") {
  const attention::ToyCorpus corpus = someCorpus();
  Batches all(corpus, 5);
  for (int i = 0; i < 20; ++i) {
    Batches later(corpus, 5, all.place());
    CHECK(places(all, 1) == places(later, 1));
    CHECK(all.place() == later.place());
  }
  CHECK(all.place().round > 0);
  CHECK(all.next(1).size() == 1);
}

TEST_CASE("shards: all examples in order, of nearly the same size") {
  const attention::ToyCorpus corpus = someCorpus();
  std::vector<Example> batch;
  Examples whole;
  for (std::size_t i = 0; i < corpus.size(); ++i) {
    batch.push_back(corpus.example(i));
    append(batch.back(), whole);
  }
  for (const std::size_t count : {1, 3, 7, 60}) {
    CAPTURE(count);
    Ids sources, inputs, targets;
    std::size_t most = 0;
    const std::vector<Examples> parts = attention::shards(batch, count);
    CHECK(parts.size() == count);
    for (const Examples& part : parts) {
      sources.insert(sources.end(), part.source.ids.begin(), part.source.ids.end());
      inputs.insert(inputs.end(), part.input.ids.begin(), part.input.ids.end());
      targets.insert(targets.end(), part.targets.begin(), part.targets.end());
      CHECK(part.targets.size() == part.input.ids.size());
      most = std::max(most, part.targets.size());
    }
    CHECK(sources == whole.source.ids);
    CHECK(inputs == whole.input.ids);
    CHECK(targets == whole.targets);
    CHECK(most <= whole.targets.size() / count + 14);
  }
}
