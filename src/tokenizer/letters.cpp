#include "tokenizer/letters.hpp"

#include "format/utf8.hpp"

namespace attention {

bool isEuropean(char32_t code) {
  const bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
  const bool printed = (code >= 0x2010 && code < 0x2040) || (code >= 0x2080 && code < 0x208A) || code == U'€';
  return (code < 0x180 && !control) || printed;
}

char32_t lowerCase(char32_t code) {
  if (code >= 'A' && code <= 'Z') return code + 0x20;
  if (code >= 0xC0 && code <= 0xDE && code != 0xD7) return code + 0x20;
  if (code == 0x178) return 0xFF;  // Ÿ
  if (code == 0x130 || code == 0x131 || code == 0x138 || code == 0x149 || code == 0x17F) return code;  // no pairs
  const bool upperIsOdd = (code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17E);
  const bool paired = upperIsOdd || (code >= 0x100 && code <= 0x177);
  return paired && code % 2 == (upperIsOdd ? 1u : 0u) ? code + 1 : code;
}

std::string lowerCase(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const auto [code, length] = characterAt(text, at);
    at += length;
    append(result, lowerCase(code));
  }
  return result;
}

}  // namespace attention
