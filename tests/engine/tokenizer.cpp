// Byte-pair encoding against tests/golden/bpe.py, and what must hold for every text.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "format/utf8.hpp"
#include "golden.hpp"
#include "tensor/random.hpp"
#include "tokenizer/chunks.hpp"
#include "tokenizer/normalize.hpp"
#include "tokenizer/trainer.hpp"

using namespace attention;

namespace {

Tokenizer trained(std::size_t vocabulary = 420) {
  TokenizerTrainer trainer;
  for (const std::string& line : golden::lines("bpe/text.txt")) trainer.add(line);
  return *trainer.train(vocabulary);
}

// Texts of pieces that the rules treat differently, and of any characters.
std::string randomText(RandomStream& random) {
  constexpr std::string_view kParts[] = {
      " ",    "  ",      "'",   "-",    "l'",     "qu'",    "jusqu'", "t", "'s",          "homme",
      "é",    "e\u0301", "«",   "« ",   " »",     "»",      "’",      "…", "...",         "?!",
      "\n",   "\t",      "7",   "42",   "\u00A0", "\u202F", "\u200B", "—", "🍎",           "👩\u200D🚀",
      "苹果", "A\u0300", "<s>", "</s>", "\"",     ",",      "½",      "×", "\u0000\u007F"};
  std::string text;
  for (std::uint64_t i = random.next() % 12; i > 0; --i) {
    const std::uint64_t choice = random.next() % (std::size(kParts) + 6);
    const char32_t code = static_cast<char32_t>(random.next() % (random.next() % 2 ? 0x3100 : 0x110000));
    if (choice < std::size(kParts)) text += kParts[choice];
    else if (code < 0xD800 || code >= 0xE000) append(text, code);
  }
  return text;
}

std::vector<std::string> textsOf(const std::vector<Word>& words) {
  std::vector<std::string> texts;
  for (const Word& word : words) texts.push_back(word.text);
  return texts;
}

}  // namespace

TEST_CASE("tokenizer: the golden merges and ids") {
  const Tokenizer tokenizer = trained();
  const xt::xarray<std::uint64_t> merges = golden::load<std::uint64_t>("bpe/merges");
  REQUIRE(tokenizer.merges().size() == merges.shape(0));
  for (std::size_t i = 0; i < merges.shape(0); ++i) {
    CHECK((tokenizer.merges()[i].left == merges(i, 0) && tokenizer.merges()[i].right == merges(i, 1)));
  }

  std::string file;
  for (const std::string& line : golden::lines("bpe/tokenizer.json")) file += line + "\n";
  CHECK(tokenizer.toJson() == file);  // which Hugging Face's tokenizers read in tests/web/bpe.test.js

  const xt::xarray<std::uint64_t> table = golden::load<std::uint64_t>("bpe/ids");
  std::vector<std::string> lines = golden::lines("bpe/text.txt");
  for (std::string& line : golden::lines("bpe/samples.txt")) lines.push_back(std::move(line));
  REQUIRE(lines.size() == table.shape(0));
  for (std::size_t row = 0; row < lines.size(); ++row) {
    INFO(lines[row]);
    TokenIds expected;
    for (std::size_t i = 0; table(row, i) != ~std::uint64_t{0}; ++i)
      expected.push_back(static_cast<TokenId>(table(row, i)));
    CHECK(tokenizer.encode(lines[row]) == expected);
  }
}

TEST_CASE("tokenizer: every text comes back, normalized, and its words hold all its pieces") {
  const Tokenizer tokenizer = trained();
  RandomStream random(1, "texts");
  for (int i = 0; i < 3000; ++i) {
    const std::string text = randomText(random), normal = normalize(text);
    INFO(text);
    const TokenIds ids = tokenizer.encode(text);
    REQUIRE(tokenizer.decode(ids) == normal);
    REQUIRE(normalize(normal) == normal);
    REQUIRE(std::none_of(ids.begin(), ids.end(), [](TokenId id) { return id < kSpecials; }));

    std::string visible, spelt;
    for (const Word& word : tokenizer.words(ids)) visible += word.text;
    for (const char c : normal)
      spelt += std::string_view(" \t\n\r").find(c) == std::string_view::npos ? std::string(1, c) : "";
    std::erase_if(visible, [](char c) { return std::string_view(" \t\n\r").find(c) != std::string_view::npos; });
    REQUIRE(visible == spelt);
    std::size_t next = 0;
    for (const Word& word : tokenizer.words(ids)) {
      REQUIRE((word.first == next && word.last > word.first));
      next = word.last;
    }
    REQUIRE(next == ids.size());
  }
}

TEST_CASE("tokenizer: words as a reader sees them") {
  const Tokenizer tokenizer = trained();
  TokenIds ids = tokenizer.encode("J'ai « faim », aujourd’hui : don't  you ?!");
  ids.insert(ids.begin(), kStart);
  ids.push_back(kEnd);
  const std::vector<Word> words = tokenizer.words(ids);
  CHECK(textsOf(words) == std::vector<std::string>{"<s>", "J'", "ai", "\"", "faim", "\"", ",", "aujourd'hui", ":",
                                                   "don't", "you", "?!", "</s>"});
  CHECK(words.front() == Word{"<s>", 0, 1});
  CHECK(words.back() == Word{"</s>", ids.size() - 1, ids.size()});
  CHECK(textsOf(tokenizer.words(tokenizer.encode("Qu'est-ce qu'il y a, o'clock?"))) ==
        std::vector<std::string>{"Qu'", "est", "-ce", "qu'", "il", "y", "a", ",", "o'clock", "?"});
  CHECK(tokenizer.words({}).empty());
}

TEST_CASE("tokenizer: typography") {
  CHECK(normalize("« Qu’est-ce ? »") == "\"Qu'est-ce ?\"");
  CHECK(normalize("«\u00A0Oui\u202F!\u00A0»\u2026 “a” e\u0301t\u00E9 co\u00ADop x\u2011y") ==
        "\"Oui !\"... \"a\" été coop x-y");
  CHECK(normalize("— – œ ñ ß 5 €") == "— – œ ñ ß 5 €");
}

TEST_CASE("tokenizer: chunks") {
  const auto chunks = [](const std::string& text) {
    std::vector<std::string> all;
    for (const std::string_view chunk : chunksOf(text)) all.emplace_back(chunk);
    return all;
  };
  using Texts = std::vector<std::string>;
  CHECK(chunks(" l'homme n'a lorsqu'on 'x") == Texts{" l'", "homme", " n'", "a", " lorsqu'", "on", " '", "x"});
  CHECK(chunks(" don't I'm l' x") == Texts{" don", "'t", " I", "'m", " l", "'", " x"});
  CHECK(chunks(" 12:30 ... ?!,,") == Texts{" 1", "2", ":", "3", "0", " ...", " ?!", ",", ","});
  CHECK(chunks("  a -b - c") == Texts{" ", " a", " -", "b", " -", " c"});
  CHECK(chunks(std::string(70, 'x')) == Texts{std::string(32, 'x'), std::string(32, 'x'), std::string(6, 'x')});
}

TEST_CASE("tokenizer: the file says it all, and a file that says something else is refused") {
  const Tokenizer tokenizer = trained(300);
  const std::string json = tokenizer.toJson();
  const Expected<Tokenizer> back = Tokenizer::fromJson("tokenizer.json", json);
  REQUIRE(back);
  CHECK(back->merges() == tokenizer.merges());
  CHECK(back->toJson() == json);

  const auto refusal = [&json](const std::string& what, const std::string& with) {
    std::string changed = json;
    const std::size_t at = changed.find(what);
    REQUIRE(at != std::string::npos);
    const Expected<Tokenizer> read = Tokenizer::fromJson("tokenizer.json", changed.replace(at, what.size(), with));
    return read ? "" : read.error().message;
  };
  const std::string other =
      "tokenizer.json: its merges are read, but something beside them is not what this program writes for them";
  CHECK(refusal("\"!\": 3", "\"!\": 4") == other);
  CHECK(refusal("Prepend", "Append") == other);
  CHECK(refusal("{1,32}", "{1,33}") == other);
  CHECK(refusal("\"merges\": [", "\"merges\": [\"zzz a\",") ==
        "tokenizer.json: merge 0, \"zzz a\", joins a piece that no merge before it made");
  CHECK(refusal("\"merges\": [", "\"merges\": [\"za\",") ==
        "tokenizer.json: merge 0 is no text of two pieces with a space between");
  CHECK(refusal("\"merges\"", "\"merge\"") == "tokenizer.json: there is no list model.merges");
  CHECK(refusal("{", "[").starts_with("tokenizer.json is no JSON"));
  CHECK(refusal("\n", "  ") == "");  // white space is free
}

TEST_CASE("tokenizer: sizes, order of texts, and ends") {
  TokenizerTrainer forwards, backwards;
  std::vector<std::string> lines = golden::lines("bpe/text.txt");
  for (const std::string& line : lines) forwards.add(line);
  std::reverse(lines.begin(), lines.end());
  for (const std::string& line : lines) backwards.add(line);
  CHECK(forwards.train(350)->toJson() == backwards.train(350)->toJson());
  CHECK(forwards.train(350)->size() == 350);
  CHECK(forwards.train(259)->size() == 259);
  CHECK(forwards.train(258).error().message ==
        "vocabulary is 258, it must be at least 259: 3 special tokens and 256 bytes");
  CHECK(forwards.train(100000)->size() < 1000);  // no pair stands twice any more
  CHECK(TokenizerTrainer().train(300)->size() == 259);

  TokenizerTrainer repeated;  // joined pairs that overlap: aaaa
  repeated.add("aaaa aaaaaaa aaa");
  const Tokenizer tokenizer = *repeated.train(300);
  CHECK(tokenizer.decode(tokenizer.encode("aaaaa aaaaaaaaa")) == "aaaaa aaaaaaaaa");
}
