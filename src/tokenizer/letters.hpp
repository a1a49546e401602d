// Letters of the languages that are written with Latin letters.
#pragma once

#include <string>
#include <string_view>

namespace attention {

// ASCII, Latin-1, Latin Extended-A, and the marks that such texts are printed with.
bool isEuropean(char32_t code);

// Of the same letters; all others stay as they are.
char32_t lowerCase(char32_t code);
std::string lowerCase(std::string_view text);

}  // namespace attention
