// Token ids of several sentences, one after the other and without padding: the rows of a batch. A reader's sentence is the
// case of one.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "tokenizer/token_id.hpp"

namespace attention {

struct Sentences {
  std::vector<TokenId> ids;
  std::vector<std::size_t> starts = {0};   // sentence i is the rows starts[i] ... starts[i + 1]

  std::size_t count() const { return starts.size() - 1; }
  std::size_t first(std::size_t sentence) const { return starts[sentence]; }
  std::size_t length(std::size_t sentence) const { return starts[sentence + 1] - starts[sentence]; }

  // Ends the sentence whose ids were appended.
  void end() { starts.push_back(ids.size()); }

  void add(std::span<const TokenId> sentence) {
    ids.insert(ids.end(), sentence.begin(), sentence.end());
    end();
  }
};

}  // namespace attention
