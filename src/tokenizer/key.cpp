// What two sentences have in common that say the same in the same words.
#include <array>
#include <utility>

#include "format/utf8.hpp"
#include "tokenizer/chunks.hpp"
#include "tokenizer/corpus.hpp"
#include "tokenizer/letters.hpp"
#include "tokenizer/normalize.hpp"

namespace attention {

namespace {

// Endings of English words. 's and 'd have several meanings; a key needs only one.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kEndings = {{
    {"n't", " not"}, {"'m", " am"}, {"'re", " are"}, {"'ve", " have"}, {"'ll", " will"}, {"'s", " is"},
    {"'d", " would"}}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kWhole = {{
    {"can't", "can not"}, {"cannot", "can not"}, {"won't", "will not"}, {"shan't", "shall not"}}};

std::string expanded(std::string_view word) {
  for (const auto& [contracted, full] : kWhole) {
    if (word == contracted) return std::string(full);
  }
  for (const auto& [ending, full] : kEndings) {
    if (word.ends_with(ending)) return std::string(word.substr(0, word.size() - ending.size())).append(full);
  }
  return std::string(word);
}

}  // namespace

std::string keyOf(std::string_view text) {
  const std::string lower = lowerCase(normalize(text)) + " ";
  std::string key, word;
  const auto finish = [&] {
    std::string_view bare = word;
    while (bare.starts_with('\'')) bare.remove_prefix(1);
    while (bare.ends_with('\'')) bare.remove_suffix(1);
    if (!bare.empty()) key.append(key.empty() ? "" : " ").append(expanded(bare));
    word.clear();
  };
  for (std::size_t at = 0; at < lower.size();) {
    const auto [code, length] = characterAt(lower, at);
    at += length;
    if (isLetter(code) || (code >= '0' && code <= '9') || code == '\'') append(word, code);
    else finish();
  }
  return key;
}

}  // namespace attention
