// Texts as what a model is trained on.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tokenizer/corpus.hpp"
#include "tokenizer/tokenizer.hpp"
#include "training/corpus.hpp"

namespace attention {

class TextCorpus : public Corpus {
 public:
  // English to French, a pair an example.
  TextCorpus(const Tokenizer& tokenizer, const std::vector<SentencePair>& pairs);

  // For a language model: every document in windows of at most `window` tokens, the last as long as it is.
  TextCorpus(const Tokenizer& tokenizer, const std::vector<std::string>& documents, std::size_t window);

  std::size_t size() const override { return targets_.size(); }
  Example example(std::size_t index) const override {
    if (alignedTo_.empty()) return {sources_[index], targets_[index]};
    return {sources_[index], targets_[index], alignedTo_[index]};
  }

  // For every example, for each target token its source token, or kAnywhere.
  void setAlignment(std::vector<std::vector<std::uint32_t>> alignedTo) { alignedTo_ = std::move(alignedTo); }

 private:
  std::vector<TokenIds> sources_, targets_;
  std::vector<std::vector<std::uint32_t>> alignedTo_;
};

}  // namespace attention
