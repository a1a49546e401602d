// Texts to learn from: English sentences with their French renderings, and English books; each split in three.
//
// THE SPLIT. A text's key is its words without case, punctuation, accents of typography or contractions ("I'm" and "I
// am", "Don't!" and "do not" have one key; see keyOf). The first number of the random stream (0, key), modulo 100,
// decides: 0 and 1 test, 2 and 3 validation, all others training. So all renderings of an English sentence, and all its
// near-copies, stand on one side, whatever else the file holds and in whatever order.
//   Pairs: by the key of the English sentence. From training also goes what a held-out pair has as its French sentence.
//   Books: a document is a story (up to an empty line) or a run of paragraphs of about kDocument bytes; by the key of
//   its first paragraph. From training also go paragraphs of at least kCopied words that a held-out document has, too.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tensor/expected.hpp"

namespace attention {

inline constexpr std::size_t kDocument = 3000;
inline constexpr std::size_t kCopied = 8;

enum class Split { Training, Validation, Test };
inline constexpr std::array<Split, 3> kSplits = {Split::Training, Split::Validation, Split::Test};

std::string keyOf(std::string_view text);
Split splitOf(std::string_view key);

struct SentencePair {
  std::string english, french;
  bool operator==(const SentencePair&) const = default;
};

// What was left out of a file, and why.
struct Dropped {
  std::size_t foreign = 0;     // characters of neither language: a letter that only looks Latin, U+FFFD
  std::size_t tooLong = 0;     // more than kMostWords words on a side
  std::size_t unlike = 0;      // one side kUnlike times as long as the other: a loose rendering
  std::size_t duplicates = 0;  // the same pair, or the same paragraph of a held-out document
  std::size_t heldOut = 0;     // training, but a held-out pair or document has this text
};

inline constexpr std::size_t kMostWords = 25;
inline constexpr double kUnlike = 2.5;  // in bytes, of sentences longer than 20

struct PairCorpus {
  std::array<std::vector<SentencePair>, 3> pairs;  // by Split, in the order of the file
  Dropped dropped;
  const std::vector<SentencePair>& operator[](Split split) const { return pairs[static_cast<std::size_t>(split)]; }
};

struct BookCorpus {
  std::array<std::vector<std::string>, 3> documents;  // by Split; paragraphs end with a line feed
  Dropped dropped;
  const std::vector<std::string>& operator[](Split split) const { return documents[static_cast<std::size_t>(split)]; }
  std::vector<std::string>& operator[](Split split) { return documents[static_cast<std::size_t>(split)]; }
};

// "english<TAB>french" lines. `name` is what a sentence about a wrong line calls the file.
Expected<PairCorpus> readPairs(std::string_view name, std::string_view tsv);

struct Book {
  std::string name, text;  // a paragraph a line
};
Expected<BookCorpus> readBooks(const std::vector<Book>& books);

// Typography is normalized (see normalize.hpp), and French has one space before ? ! : ;.
std::string cleanEnglish(std::string_view text);
std::string cleanFrench(std::string_view text);

}  // namespace attention
