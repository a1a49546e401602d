// Sentence pairs and books: cleaning, errors, and that nothing held out is learnt from.
#include <catch2/catch_test_macros.hpp>

#include <set>
#include <string>

#include "golden.hpp"
#include "tokenizer/corpus.hpp"
#include "tokenizer/letters.hpp"

using namespace attention;

namespace {

std::string errorOf(const std::string& tsv) {
  const Expected<PairCorpus> corpus = readPairs("pairs.tsv", tsv);
  return corpus ? "" : corpus.error().message;
}

// A sentence about the number that stands on this side of the split.
std::string sentenceIn(Split split, int number) {
  for (int tried = 0;; ++tried) {
    const std::string text = "I have " + std::to_string(number) + " cats and " + std::to_string(tried) + " dogs.";
    if (splitOf(keyOf(text)) == split) return text;
  }
}

}  // namespace

TEST_CASE("corpus: near-copies have one key") {
  const std::string key = "i do not think it is mine";
  for (const char* text :
       {"I don't think it's mine.", "I do not think it is mine!", "\"I DON’T think\" — it's mine?"}) {
    CHECK(keyOf(text) == key);
  }
  CHECK(keyOf("I don't think it's mined.") != key);
  CHECK(keyOf("Can't we? We cannot; we won't, they're 'quoted'.") ==
        "can not we we can not we will not they are quoted");
  CHECK(keyOf("ÉTÉ, été; Œuf") == "été été œuf");
  CHECK(keyOf("...") == "");
}

TEST_CASE("corpus: the split that numpy finds") {
  const xt::xarray<std::uint64_t> sides = golden::load<std::uint64_t>("split/sides");
  const std::vector<std::string> sentences = golden::lines("split/sentences.txt");
  REQUIRE(sentences.size() == sides.size());
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    INFO(sentences[i]);
    CHECK(splitOf(keyOf(sentences[i])) == kSplits[static_cast<std::size_t>(sides(i))]);
  }
}

TEST_CASE("corpus: lower case of every letter that has one") {
  CHECK(lowerCase("ABCXYZ ÀÉÖØÞ× ĀĐĦĴŁŃŌŔŸŹŽ Œß İıĸŉſ 苹") == "abcxyz àéöøþ× āđħĵłńōŕÿźž œß İıĸŉſ 苹");
}

TEST_CASE("corpus: typography of French") {
  CHECK(cleanFrench("Qui? Toi!  Oui : à 12:30… «Quoi ?!» dit-il;") ==
        "Qui ? Toi ! Oui : à 12:30... \"Quoi ?!\" dit-il ;");
  CHECK(cleanFrench(" Va\u202F! ") == "Va !");
  CHECK(cleanEnglish(" Don’t\u00A0go!  Why? ") == "Don't go! Why?");
}

TEST_CASE("corpus: lines that are wrong are named") {
  CHECK(errorOf("Go.\tVa !\nGo\xFFne.\tParti.\n") == "pairs.tsv, line 2: byte 3 of the line is no UTF-8");
  CHECK(errorOf("Go.\n") == "pairs.tsv, line 1: it has 1 column, English and French are 2");
  CHECK(errorOf("Go.\tVa !\n\n") == "pairs.tsv, line 2: it has 1 column, English and French are 2");
  CHECK(errorOf("a\tb\tc") == "pairs.tsv, line 1: it has 3 columns, English and French are 2");
  CHECK(errorOf("Go.\t \n") == "pairs.tsv, line 1: a sentence is empty");
  CHECK(errorOf("\xEF\xBB\xBFGo.\tVa !\r\nHi.\tSalut !") == "");
  CHECK(readBooks({{"a.txt", "fine"}, {"b.txt", "fine\n\n\xC3"}}).error().message ==
        "b.txt, line 3: byte 1 of the line is no UTF-8");
}

TEST_CASE("corpus: what is left out of the pairs") {
  const std::string seven = "one two three four five six seven ";
  const PairCorpus corpus =
      *readPairs("pairs.tsv", "Hello there.\tСalut.\n" + seven + seven + seven + seven + "\tb\n" +
                                  "I know.\tJe sais bien que tout cela est vrai.\nHello.\tSalut !\nHello.\tSalut.\n");
  CHECK(corpus.dropped.foreign == 1);  // a Cyrillic letter
  CHECK(corpus.dropped.tooLong == 1);
  CHECK(corpus.dropped.unlike == 1);
  CHECK(corpus.dropped.duplicates == 1);
  CHECK(corpus[Split::Training] == std::vector<SentencePair>{{"Hello.", "Salut."}});
}

TEST_CASE("corpus: no sentence and no near-copy stands on both sides") {
  std::string tsv;
  for (int i = 0; i < 2000; ++i) {
    const std::string number = std::to_string(i);
    tsv += "I'm number " + number + ".\tJe suis le numéro " + number + ".\nI am number " + number +
           "!\tC'est moi, le " + number + " !\nI'm number " + number + ".\tMoi, je suis le " + number + ".\nI was " +
           number + ".\tMoi ? Je suis le " + number + ".\n";
  }
  const PairCorpus corpus = *readPairs("pairs.tsv", tsv);
  std::array<std::set<std::string>, 3> english, french;
  std::size_t count = corpus.dropped.heldOut;
  for (const Split split : kSplits) {
    const auto side = static_cast<std::size_t>(split);
    for (const SentencePair& pair : corpus[split]) {
      english[side].insert(keyOf(pair.english));
      french[side].insert(keyOf(pair.french));
    }
    count += corpus[split].size();
  }
  CHECK(count == 8000);
  CHECK(corpus.dropped.heldOut > 0);
  for (const std::size_t heldOut : {1, 2}) {
    CHECK((english[heldOut].size() > 40 && english[heldOut].size() < 120));  // 2 % of 4000
    for (const std::string& key : english[heldOut])
      REQUIRE((!english[0].contains(key) && !english[3 - heldOut].contains(key)));
    for (const std::string& key : french[heldOut]) REQUIRE(!french[0].contains(key));
  }
}

TEST_CASE("corpus: books are cut at empty lines and when they are long, and copies are not learnt from") {
  const std::string training = sentenceIn(Split::Training, 1), other = sentenceIn(Split::Training, 2);
  const std::string test = sentenceIn(Split::Test, 3), validation = sentenceIn(Split::Validation, 4);
  const std::string copied = "This long paragraph stands in two of the stories.";
  const std::string story =
      training + "\n" + copied + "\nYes.\n\n" + test + "\n" + copied + "\nYes.\n\n\n" + validation + "\n\n";
  std::string book;
  for (int i = 0; i < 100; ++i)
    book += i == 0   ? other + "\n"
            : i > 90 ? "A paragraph of eight words or more stands here.\n"
                     : "A paragraph of sixty bytes, which has the number " + std::to_string(1000 + i) + " here.\n";
  const BookCorpus corpus = *readBooks({{"stories", story}, {"book", book}});
  CHECK(corpus[Split::Test] == std::vector<std::string>{test + "\n" + copied + "\nYes.\n"});
  CHECK(corpus[Split::Validation] == std::vector<std::string>{validation + "\n"});
  REQUIRE(!corpus[Split::Training].empty());
  CHECK(corpus[Split::Training].front() == training + "\nYes.\n");
  CHECK(corpus.dropped.heldOut == 1);
  CHECK(corpus.dropped.duplicates == 8);
  for (const std::string& document : corpus[Split::Training]) CHECK(document.size() < kDocument + 200);
}
