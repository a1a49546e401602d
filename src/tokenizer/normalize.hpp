// Typography that says the same is written the same way before a text is cut into pieces. Case and accents stay.
//
// The rules, in this order, as "normalizer" of tokenizer.json names them:
//   a letter of French or English and a combining accent      the letter with its accent (what NFC does, for à to ÿ)
//   the spaces of typographers (U+00A0, U+2009, U+202F, ...)  a space
//   what nobody sees (soft hyphen, zero width space, BOM)     nothing
//   ‘ ’ ʼ ′ ´                                                 '
//   “ ” „ ″ and « » with the space inside them                "
//   the hyphens U+2010 and U+2011                             -
//   …                                                         ...
// Then a space is put in front, so that a word's pieces are the same wherever it stands.
#pragma once

#include <string>
#include <string_view>

namespace attention {

// Without the space in front.
std::string normalize(std::string_view text);

// With it, where there is any text.
std::string normalizeWithSpace(std::string_view text);

// The same rules as the value of "normalizer" in a Hugging Face tokenizer.json.
std::string normalizerJson();

}  // namespace attention
