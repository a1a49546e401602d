// A text cut into chunks, inside which alone bytes are joined to pieces. A chunk takes the space before it along.
//
//   " l'" " qu'"       French elision, before a letter: what English writes as a word of its own
//   " pomme" "-vous" "'t"   up to 32 letters with a space, a hyphen or an apostrophe before them
//   " 7"               one digit
//   " ..." "?!"        runs of dots, of question and exclamation marks; any other mark alone
//   "\n"               white space that no chunk takes along
//
// Letters are all characters but ASCII's others and the marks listed in chunks.cpp: no tables of Unicode are needed,
// and scripts without spaces are cut every 32 characters.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace attention {

// Neighbours in the text, which join to it.
std::vector<std::string_view> chunksOf(std::string_view text);

// The same rule as a regular expression, for "pre_tokenizer" of tokenizer.json.
std::string chunkPattern();

bool isLetter(char32_t code);

// White space alone.
bool isBlank(std::string_view chunk);

// "'t" and "'hui", which a reader sees as a part of the word before.
bool continuesWord(std::string_view chunk);

}  // namespace attention
