// Text as UTF-8: where it is wrong, and its characters one by one.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace attention {

// Where the first byte stands that no well-formed UTF-8 has there: overlong forms, halves of surrogate pairs,
// characters above U+10FFFF and cut characters are wrong.
std::optional<std::size_t> firstIllFormed(std::string_view text);

struct Character {
  char32_t code;
  std::size_t length;  // in bytes
};

// The character that begins at text[at]. A byte that is wrong is U+FFFD, and one byte long.
Character characterAt(std::string_view text, std::size_t at);

void append(std::string& text, char32_t code);

}  // namespace attention
