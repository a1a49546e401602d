#include "training/texts.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tokenizer/trainer.hpp"

using attention::Example;
using attention::TextCorpus;
using attention::TokenId;
using attention::Tokenizer;

namespace {

std::vector<TokenId> ids(std::span<const TokenId> some) { return {some.begin(), some.end()}; }

}  // namespace

TEST_CASE("texts: a pair is an example, English the source and French the target") {
  const Tokenizer tokenizer({});
  const TextCorpus corpus(tokenizer, {{"I ate.", "J'ai mangé."}, {"Go!", "Va !"}});
  REQUIRE(corpus.size() == 2);
  CHECK(tokenizer.decode(corpus.example(0).source) == "I ate.");
  CHECK(tokenizer.decode(corpus.example(0).target) == "J'ai mangé.");
  CHECK(tokenizer.decode(corpus.example(1).target) == "Va !");
}

TEST_CASE("texts: a document is cut in windows that together are all of it") {
  const Tokenizer tokenizer({});
  const std::vector<std::string> documents = {"The sun is warm.", "Rain.", "Twelve bytes"};
  const TextCorpus corpus(tokenizer, documents, 6);
  std::vector<TokenId> all, expected;
  for (std::size_t i = 0; i < corpus.size(); ++i) {
    const Example example = corpus.example(i);
    CHECK(example.source.empty());
    CHECK(!example.target.empty());
    CHECK(example.target.size() <= 6);
    for (const TokenId id : ids(example.target)) all.push_back(id);
  }
  for (const std::string& document : documents) {
    for (const TokenId id : tokenizer.encode(document)) expected.push_back(id);
  }
  CHECK(all == expected);
  CHECK(ids(corpus.example(0).target) == std::vector<TokenId>(expected.begin(), expected.begin() + 6));
}
