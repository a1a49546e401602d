#include "cli/data.hpp"

#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "format/file.hpp"
#include "tokenizer/trainer.hpp"
#include "training/aligner.hpp"
#include "training/texts.hpp"
#include "training/toy_tasks.hpp"

namespace attention {

namespace {

constexpr std::size_t kWindow = 127;   // tokens of a language model's example: 128 with </s>

Expected<Data> openToy(const std::string& name, bool isTranslator, std::uint32_t seed) {
  ToyOptions toy;
  if (name == "toy:copy") toy.task = Toy::Copy;
  else if (name == "toy:reverse") toy.task = Toy::Reverse;
  else if (name == "toy:repeat") toy.task = Toy::Repeat;
  else return invalidFile("--data is \"" + name + "\"; it must be a folder, toy:copy, toy:reverse or toy:repeat");
  if ((toy.task == Toy::Repeat) == isTranslator) {
    return invalidFile(name + (isTranslator ? " is a task for language" : " is a task for translate"));
  }
  Data data;
  data.training = std::make_unique<ToyCorpus>(toy, seed, "training");
  toy.examples = 200;
  data.validation = std::make_unique<ToyCorpus>(toy, seed, "validation");
  data.vocabulary = kFirstSymbol + toy.symbols;
  return data;
}

Expected<PairCorpus> openPairs(const std::filesystem::path& folder) {
  const std::string path = folder / "tatoeba-en-fr.tsv";
  const Expected<std::string> tsv = readFile(path);
  if (!tsv) return tsv.error();
  return readPairs(path, *tsv);
}

// The books, and every English sentence of the pairs as a document of its own.
Expected<BookCorpus> openEnglish(const std::filesystem::path& folder) {
  const Expected<PairCorpus> pairs = openPairs(folder);
  if (!pairs) return pairs.error();
  const Expected<std::vector<std::string>> paths = filesIn(folder / "english", ".txt");
  if (!paths) return paths.error();
  std::vector<Book> books;
  for (const std::string& path : *paths) {
    Expected<std::string> text = readFile(path);
    if (!text) return text.error();
    books.push_back({path, std::move(*text)});
  }
  Expected<BookCorpus> english = readBooks(books);
  if (!english) return english;
  for (const Split split : kSplits) {
    std::set<std::string_view> seen;   // several renderings of one sentence stand one after the other
    for (const SentencePair& pair : (*pairs)[split]) {
      if (seen.insert(pair.english).second) (*english)[split].push_back(pair.english);
    }
  }
  return english;
}

Expected<Tokenizer> openTokenizer(const Command& command, const std::vector<std::string_view>& texts) {
  const std::string path = command.out / "tokenizer.json";
  if (std::filesystem::exists(path)) {
    const Expected<std::string> json = readFile(path);
    if (!json) return json.error();
    return Tokenizer::fromJson(path, *json);
  }
  TokenizerTrainer trainer;
  for (const std::string_view text : texts) trainer.add(text);
  Expected<Tokenizer> tokenizer = trainer.train(command.vocabulary);
  if (!tokenizer) return tokenizer;
  if (std::optional<Error> error = writeFile(path, tokenizer->toJson())) return *error;
  return tokenizer;
}

Expected<Data> openTranslations(const Command& command) {
  const Expected<PairCorpus> corpus = openPairs(command.data);
  if (!corpus) return corpus.error();
  std::vector<std::string_view> texts;
  for (const SentencePair& pair : (*corpus)[Split::Training]) texts.insert(texts.end(), {pair.english, pair.french});
  const Expected<Tokenizer> tokenizer = openTokenizer(command, texts);
  if (!tokenizer) return tokenizer.error();
  Data data;
  auto training = std::make_unique<TextCorpus>(*tokenizer, (*corpus)[Split::Training]);
  if (command.training.guidance > 0) training->setAlignment(align(*training, tokenizer->size()));
  data.training = std::move(training);
  data.validation = std::make_unique<TextCorpus>(*tokenizer, (*corpus)[Split::Validation]);
  data.vocabulary = tokenizer->size();
  return data;
}

// Random tokens said twice teach a small model to look back for what followed a token before: induction heads (Olsson et
// al. 2022). The lengths differ, or it would learn a distance instead.
std::unique_ptr<Corpus> withRepeats(std::unique_ptr<Corpus> texts, std::size_t vocabulary, const Command& command) {
  ToyOptions repeats;
  repeats.task = Toy::Repeat;
  repeats.symbols = vocabulary - kFirstSymbol;
  repeats.shortest = 8;
  repeats.longest = kWindow / 2;
  std::size_t tokens = 0;
  for (std::size_t i = 0; i < texts->size(); ++i) tokens += texts->example(i).target.size();
  const double wanted = command.repeats / (1 - command.repeats) * static_cast<double>(tokens);
  repeats.examples = static_cast<std::size_t>(wanted / static_cast<double>(repeats.shortest + repeats.longest));
  auto said = std::make_unique<ToyCorpus>(repeats, command.training.seed, "repeats");
  return std::make_unique<JoinedCorpus>(std::move(texts), std::move(said));
}

Expected<Data> openTexts(const Command& command) {
  const Expected<BookCorpus> corpus = openEnglish(command.data);
  if (!corpus) return corpus.error();
  const std::vector<std::string>& training = (*corpus)[Split::Training];
  const Expected<Tokenizer> tokenizer = openTokenizer(command, {training.begin(), training.end()});
  if (!tokenizer) return tokenizer.error();
  Data data;
  data.training = withRepeats(std::make_unique<TextCorpus>(*tokenizer, training, kWindow), tokenizer->size(), command);
  data.validation = std::make_unique<TextCorpus>(*tokenizer, (*corpus)[Split::Validation], kWindow);
  data.vocabulary = tokenizer->size();
  return data;
}

}  // namespace

Expected<Data> openData(const Command& command) {
  const bool isTranslator = command.training.model.hasEncoder();
  if (!std::filesystem::is_directory(command.data)) return openToy(command.data, isTranslator, command.training.seed);
  return isTranslator ? openTranslations(command) : openTexts(command);
}

}  // namespace attention
