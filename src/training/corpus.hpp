// What a model is trained on, as token ids, and the order in which it is seen.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "training/model_backward.hpp"

namespace attention {

// Ids without <s> and </s>. An example lives as long as its corpus.
struct Example {
  std::span<const TokenId> source;   // what the encoder reads as it is; empty for a language model
  std::span<const TokenId> target;
  std::span<const std::uint32_t> alignedTo = {};   // for each target token a source token, or kAnywhere; empty: not known
};

class Corpus {
 public:
  virtual ~Corpus() = default;
  virtual std::size_t size() const = 0;
  virtual Example example(std::size_t index) const = 0;   // index below size()
};

// Two corpora as one, the first's examples before the second's. Both are its own.
class JoinedCorpus : public Corpus {
 public:
  JoinedCorpus(std::unique_ptr<Corpus> first, std::unique_ptr<Corpus> second)
      : first_(std::move(first)), second_(std::move(second)) {}

  std::size_t size() const override { return first_->size() + second_->size(); }
  Example example(std::size_t index) const override;

 private:
  std::unique_ptr<Corpus> first_, second_;
};

// Adds one example: source + </s> (which a query that fits no word can look at), <s> + target as the decoder's input,
// target + </s> as what it shall say. A known alignment leads from </s> to </s>.
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
