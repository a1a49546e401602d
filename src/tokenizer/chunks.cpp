#include "tokenizer/chunks.hpp"

#include <algorithm>
#include <iterator>

#include "format/utf8.hpp"

namespace attention {

namespace {

constexpr std::size_t kLongest = 32;   // letters in one chunk, so that the time for a chunk is bounded
constexpr std::size_t kElision = 20;   // letters before "qu'", as in "jusqu'"
constexpr std::string_view kElided = "cdjlmnstCDJLMNST";

// Marks beyond ASCII: those of Latin-1, general punctuation from U+2010, currencies, supplemental and CJK punctuation.
struct Range {
  char32_t first, last;
};
constexpr Range kMarks[] = {{0xA0, 0xBF},     {0xD7, 0xD7},     {0xF7, 0xF7},    {0x2010, 0x206F},
                            {0x20A0, 0x20CF}, {0x2E00, 0x2E7F}, {0x3000, 0x303F}};

bool isSpace(char32_t code) { return code == ' ' || code == '\t' || code == '\n' || code == '\r'; }

// Looks ahead in a text; positions are in bytes.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  // The end of the chunk that begins at `start`.
  std::size_t end(std::size_t start) const {
    const char first = text_[start];
    const std::size_t afterSpace = start + (first == ' ' ? 1 : 0);
    if (const std::size_t elided = elision(afterSpace)) return elided;
    const bool joined = (first == ' ' || first == '\'' || first == '-') && letterAt(start + 1);
    if (joined || letterAt(start)) return letters(start + (joined ? 1 : 0), kLongest).end;
    if (afterSpace == text_.size() || isSpace(static_cast<unsigned char>(text_[afterSpace]))) return start + 1;
    if (text_[afterSpace] == '.') return run(afterSpace, ".");
    if (text_[afterSpace] == '?' || text_[afterSpace] == '!') return run(afterSpace, "?!");
    return afterSpace + characterAt(text_, afterSpace).length;  // a digit or a mark
  }

 private:
  struct Run {
    std::size_t end, count;
  };

  bool letterAt(std::size_t at) const { return at < text_.size() && isLetter(characterAt(text_, at).code); }

  Run letters(std::size_t at, std::size_t most) const {
    std::size_t count = 0;
    while (count < most && letterAt(at)) at += characterAt(text_, at).length, ++count;
    return {at, count};
  }

  // The end of "l'" or "qu'" before a letter, or 0.
  std::size_t elision(std::size_t start) const {
    const auto [end, count] = letters(start, kElision + 3);
    if (count == 0 || end == text_.size() || text_[end] != '\'' || !letterAt(end + 1)) return 0;
    const std::string_view word = text_.substr(start, end - start);
    const bool single = count == 1 && kElided.find(word) != std::string_view::npos;
    const bool qu = count >= 2 && count <= kElision + 2 && (word.back() | 0x20) == 'u' &&
                    (word[word.size() - 2] | 0x20) == 'q';
    return single || qu ? end + 1 : 0;
  }

  std::size_t run(std::size_t at, std::string_view marks) const {
    const std::size_t end = std::min(text_.find_first_not_of(marks, at), text_.size());
    return std::min(end, at + kLongest);
  }

  std::string_view text_;
};

}  // namespace

bool isLetter(char32_t code) {
  if (code < 0x80) return (code | 0x20) >= 'a' && (code | 0x20) <= 'z';
  return std::none_of(std::begin(kMarks), std::end(kMarks),
                      [code](const Range& range) { return code >= range.first && code <= range.last; });
}

std::vector<std::string_view> chunksOf(std::string_view text) {
  const Scanner scanner(text);
  std::vector<std::string_view> chunks;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = scanner.end(start);
    chunks.push_back(text.substr(start, end - start));
    start = end;
  }
  return chunks;
}

std::string chunkPattern() {
  std::string marks;
  for (const auto& [first, last] : kMarks) {
    append(marks, first);
    if (last > first) append(marks += "-", last);
  }
  const std::string letter = R"([^\x00-@\[-\x60{-\x7F)" + marks + "]";
  const std::string mark = R"([\x00-\x08\x0B\x0C\x0E-\x1F!-/:-@\[-\x60{-\x7F)" + marks + "]";
  return " ?(?:[" + std::string(kElided) + "]|" + letter + "{0,20}[qQ][uU])'(?=" + letter + ")|[ '-]?" + letter +
         R"({1,32}| ?[0-9]| ?(?:\.{1,32}|[?!]{1,32}|)" + mark + R"()|[ \t\n\r])";
}

bool isBlank(std::string_view chunk) { return chunk.find_first_not_of(" \t\n\r") == std::string_view::npos; }

bool continuesWord(std::string_view chunk) {
  return chunk.size() > 1 && chunk[0] == '\'' && isLetter(characterAt(chunk, 1).code);
}

}  // namespace attention
