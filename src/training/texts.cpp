#include "training/texts.hpp"

#include <algorithm>

namespace attention {

TextCorpus::TextCorpus(const Tokenizer& tokenizer, const std::vector<SentencePair>& pairs) {
  for (const SentencePair& pair : pairs) {
    sources_.push_back(tokenizer.encode(pair.english));
    targets_.push_back(tokenizer.encode(pair.french));
  }
}

TextCorpus::TextCorpus(const Tokenizer& tokenizer, const std::vector<std::string>& documents, std::size_t window) {
  for (const std::string& document : documents) {
    const TokenIds ids = tokenizer.encode(document);
    for (std::size_t first = 0; first < ids.size(); first += window) {
      const auto begin = ids.begin() + static_cast<std::ptrdiff_t>(first);
      targets_.emplace_back(begin, begin + static_cast<std::ptrdiff_t>(std::min(window, ids.size() - first)));
    }
  }
  sources_.resize(targets_.size());
}

}  // namespace attention
