// Small tasks whose right answers are known, to see that a model learns: sequences of random symbols.
#pragma once

#include <cstdint>
#include <vector>

#include "training/corpus.hpp"

namespace attention {

enum class Toy {
  Copy,      // source x, target x
  Reverse,   // source x, target x from its end
  Repeat,    // no source, target x x: a language model can know the second half
};

struct ToyOptions {
  Toy task = Toy::Reverse;
  std::size_t examples = 4000;
  std::size_t symbols = 12;              // from the id kFirstSymbol on
  std::size_t shortest = 3, longest = 8;
};

constexpr TokenId kFirstSymbol = kSpecials;

class ToyCorpus : public Corpus {
 public:
  // Streams with other names hold other examples, but for chance.
  ToyCorpus(const ToyOptions& options, std::uint32_t seed, std::string_view stream);

  std::size_t size() const override { return targets_.size(); }
  Example example(std::size_t index) const override { return {sources_[index], targets_[index]}; }

 private:
  std::vector<std::vector<TokenId>> sources_, targets_;
};

}  // namespace attention
