// Learns the merges of a tokenizer: again and again, the pair of neighbours that stands most often becomes one piece.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "tokenizer/tokenizer.hpp"

namespace attention {

class TokenizerTrainer {
 public:
  void add(std::string_view text);  // UTF-8

  // Of pairs that stand equally often the one with the smaller ids wins, left before right: the same texts, in whatever
  // order, give the same tokenizer. It is smaller than `vocabulary` where no pair stands twice any more.
  Expected<Tokenizer> train(std::size_t vocabulary) const;

 private:
  std::map<std::string, std::uint64_t, std::less<>> chunks_;  // how often each stands in the texts
};

}  // namespace attention
