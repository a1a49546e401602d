#include "tokenizer/corpus.hpp"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "format/file.hpp"
#include "format/utf8.hpp"
#include "tensor/random.hpp"
#include "tokenizer/letters.hpp"
#include "tokenizer/normalize.hpp"

namespace attention {

namespace {

std::optional<Error> wrongLine(std::string_view name, std::size_t number, std::string_view line) {
  const std::optional<std::size_t> wrong = firstIllFormed(line);
  if (!wrong) return {};
  return invalidFile(sentence({name, ", line ", number, ": byte ", *wrong + 1, " of the line is no UTF-8"}));
}

// Calls see(line, number) for each line, without its line end, until one returns an Error.
template <class See>
std::optional<Error> eachLine(std::string_view name, std::string_view text, const See& see) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    std::optional<Error> error = wrongLine(name, number, line);
    if (!error) error = see(line, number);
    if (error) return error;
  }
  return {};
}

bool isOurs(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto [code, length] = characterAt(text, at);
    if (!isEuropean(code)) return false;
    at += length;
  }
  return true;
}

std::size_t wordCount(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1;
}

bool areUnlike(const SentencePair& pair) {
  const double english = static_cast<double>(pair.english.size()), french = static_cast<double>(pair.french.size());
  return std::max(english, french) > 20 && (english > kUnlike * french || french > kUnlike * english);
}

// One space between words, none at the ends.
std::string squeezed(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\t';
    if (!space) result.push_back(c);
    else if (!result.empty() && result.back() != ' ') result.push_back(' ');
  }
  if (result.ends_with(' ')) result.pop_back();
  return result;
}

// One rendering in forty shouts where the English does not, which nobody can foresee: a stop answers a stop.
void answerFullStop(SentencePair& pair) {
  if (pair.english.ends_with('.') && pair.french.ends_with(" !")) pair.french.replace(pair.french.size() - 2, 2, ".");
}

}  // namespace

Split splitOf(std::string_view key) {
  const std::uint64_t place = RandomStream(0, key).next() % 100;
  return place < 2 ? Split::Test : place < 4 ? Split::Validation : Split::Training;
}

std::string cleanEnglish(std::string_view text) { return squeezed(normalize(text)); }

std::string cleanFrench(std::string_view text) {
  constexpr std::string_view kMarks = "?!:;";
  const std::string plain = squeezed(normalize(text));
  std::string result;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const bool mark = kMarks.find(plain[i]) != std::string_view::npos;
    const bool follows =
        i > 0 && plain[i - 1] != ' ' && plain[i - 1] != '"' && kMarks.find(plain[i - 1]) == std::string_view::npos;
    const bool clock = plain[i] == ':' && i + 1 < plain.size() && plain[i + 1] != ' ';  // 12:30
    if (mark && follows && !clock) result.push_back(' ');
    result.push_back(plain[i]);
  }
  return result;
}

Expected<PairCorpus> readPairs(std::string_view name, std::string_view tsv) {
  PairCorpus corpus;
  std::vector<SentencePair> all;
  std::unordered_set<std::string> seen;
  const auto error = eachLine(name, tsv, [&](std::string_view line, std::size_t number) -> std::optional<Error> {
    const std::size_t tab = line.find('\t');
    const auto columns = static_cast<std::size_t>(std::count(line.begin(), line.end(), '\t')) + 1;
    if (columns != 2) {
      return invalidFile(sentence({name, ", line ", number, ": it has ", columns, columns == 1 ? " column" : " columns",
                                   ", English and French are 2"}));
    }
    SentencePair pair{cleanEnglish(line.substr(0, tab)), cleanFrench(line.substr(tab + 1))};
    if (pair.english.empty() || pair.french.empty()) {
      return invalidFile(sentence({name, ", line ", number, ": a sentence is empty"}));
    }
    if (!isOurs(pair.english) || !isOurs(pair.french)) ++corpus.dropped.foreign;
    else if (std::max(wordCount(pair.english), wordCount(pair.french)) > kMostWords) ++corpus.dropped.tooLong;
    else if (areUnlike(pair)) ++corpus.dropped.unlike;
    else all.push_back(std::move(pair));
    return {};
  });
  if (error) return *error;

  std::unordered_set<std::string> heldOut;
  for (const SentencePair& pair : all) {
    if (splitOf(keyOf(pair.english)) != Split::Training) heldOut.insert(keyOf(pair.french));
  }
  for (SentencePair& pair : all) {
    const Split split = splitOf(keyOf(pair.english));
    if (split == Split::Training) answerFullStop(pair);
    if (!seen.insert(pair.english + '\t' + pair.french).second) ++corpus.dropped.duplicates;
    else if (split == Split::Training && heldOut.contains(keyOf(pair.french))) ++corpus.dropped.heldOut;
    else corpus.pairs[static_cast<std::size_t>(split)].push_back(std::move(pair));
  }
  return corpus;
}

Expected<BookCorpus> readBooks(const std::vector<Book>& books) {
  std::vector<std::vector<std::string>> documents;
  BookCorpus corpus;
  for (const Book& book : books) {
    documents.emplace_back();
    std::size_t size = 0;
    const auto error = eachLine(book.name, book.text, [&](std::string_view line, std::size_t) -> std::optional<Error> {
      std::string paragraph = cleanEnglish(line);
      if (size > kDocument || (paragraph.empty() && size > 0)) {
        documents.emplace_back();
        size = 0;
      }
      if (paragraph.empty()) return {};
      if (!isOurs(paragraph)) {
        ++corpus.dropped.foreign;
        return {};
      }
      size += paragraph.size();
      documents.back().push_back(std::move(paragraph));
      return {};
    });
    if (error) return *error;
  }

  const auto splitOfDocument = [](const std::vector<std::string>& paragraphs) { return splitOf(keyOf(paragraphs[0])); };
  std::erase_if(documents, [](const auto& paragraphs) { return paragraphs.empty(); });
  std::unordered_set<std::string> heldOut, seen;
  for (const auto& paragraphs : documents) {
    if (splitOfDocument(paragraphs) == Split::Training) continue;
    for (const std::string& paragraph : paragraphs) heldOut.insert(keyOf(paragraph));
  }
  for (const auto& paragraphs : documents) {
    const Split split = splitOfDocument(paragraphs);
    std::string text;
    for (const std::string& paragraph : paragraphs) {
      const std::string key = keyOf(paragraph);
      const bool isLong = wordCount(key) >= kCopied;
      if (isLong && split == Split::Training && heldOut.contains(key)) ++corpus.dropped.heldOut;
      else if (isLong && !seen.insert(key).second) ++corpus.dropped.duplicates;
      else text += paragraph + '\n';
    }
    if (!text.empty()) corpus.documents[static_cast<std::size_t>(split)].push_back(std::move(text));
  }
  return corpus;
}

}  // namespace attention
