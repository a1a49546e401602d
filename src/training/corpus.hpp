// What a model is trained on, as token ids, and the order in which it is seen.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "training/model_backward.hpp"

namespace attention {

// Ids without <s> and </s>. An example lives as long as its corpus.
struct Example {
  std::span<const TokenId> source;   // what the encoder reads as it is; empty for a language model
  std::span<const TokenId> target;
};

class Corpus {
 public:
  virtual ~Corpus() = default;
  virtual std::size_t size() const = 0;
  virtual Example example(std::size_t index) const = 0;   // index below size()
};

// Adds one example: its source, <s> + target as the decoder's input, target + </s> as what it shall say.
void append(const Example& example, Examples& examples);

// Where in which round through the corpus training has come.
struct CorpusPlace {
  std::uint64_t round = 0, next = 0;

  bool operator==(const CorpusPlace&) const = default;
};

// Goes through a corpus round by round, each in its own random order, which depends on the seed alone.
class Batches {
 public:
  Batches(const Corpus& corpus, std::uint32_t seed, CorpusPlace place = {});

  // As many of the next examples as have no more than `tokens` tokens on either side, at least one.
  std::vector<Example> next(std::size_t tokens);

  const CorpusPlace& place() const { return place_; }

 private:
  void shuffle();

  const Corpus& corpus_;
  std::uint32_t seed_;
  CorpusPlace place_;
  std::vector<std::uint32_t> order_;
};

// The examples in `count` parts, in order and of nearly the same number of tokens. Parts may be empty where there are
// fewer examples than parts.
std::vector<Examples> shards(const std::vector<Example>& batch, std::size_t count);

}  // namespace attention
