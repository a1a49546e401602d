#include "training/trainer.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <span>
#include <sstream>

#include <catch2/catch_test_macros.hpp>
#include <unistd.h>

#include "tolerance.hpp"
#include "training/checkpoint.hpp"
#include "training/toy_tasks.hpp"
#include "transformer/generation.hpp"

using attention::Toy;
using attention::ToyCorpus;
using attention::Trainer;
using attention::TrainingOptions;
using attention::TrainingState;

namespace {

TrainingOptions smallOptions(Toy task) {
  TrainingOptions options;
  const bool hasEncoder = task != Toy::Repeat;
  options.model = {hasEncoder ? std::size_t{1} : 0, hasEncoder ? std::size_t{1} : 2, 2, 16, 32, attention::kFirstSymbol + 5};
  options.seed = 3;
  options.tokens = 64;
  options.shards = 3;
  options.schedule = {5e-3, 1e-4, 10, 40};
  return options;
}

ToyCorpus smallCorpus(Toy task, std::size_t examples = 60) { return {{task, examples, 5, 2, 4}, 3, "training"}; }

Trainer trainerOf(const TrainingOptions& options, const ToyCorpus& corpus, std::size_t threads = 2) {
  return Trainer(options, corpus, attention::firstState(options), threads);
}

// The loss of each step.
std::vector<double> train(Trainer& trainer, std::size_t steps) {
  std::vector<double> losses;
  for (std::size_t i = 0; i < steps; ++i) {
    const attention::Expected<attention::StepReport> report = trainer.step();
    REQUIRE(report);
    losses.push_back(report->sums.surprise / static_cast<double>(report->sums.tokens));
  }
  return losses;
}

bool areSame(const TrainingState& a, const TrainingState& b) {
  return a.step == b.step && a.place == b.place && a.parameters == b.parameters && a.moments.first == b.moments.first &&
         a.moments.second == b.moments.second;
}

class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("attention-train-test-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::filesystem::path file() const { return path_ / "checkpoint.bin"; }

 private:
  std::filesystem::path path_;
};

std::string contentOf(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

void overwrite(const std::filesystem::path& file, const std::string& content) {
  std::ofstream(file, std::ios::binary) << content;
}

}  // namespace

TEST_CASE("training: the weights do not depend on the number of threads, but on the seed") {
  const ToyCorpus corpus = smallCorpus(Toy::Reverse);
  TrainingOptions options = smallOptions(Toy::Reverse);
  Trainer one = trainerOf(options, corpus, 1), many = trainerOf(options, corpus, 5);
  const std::vector<double> losses = train(one, 6);
  CHECK(losses == train(many, 6));
  CHECK(areSame(one.state(), many.state()));
  options.seed = 4;
  Trainer other = trainerOf(options, corpus);
  CHECK(losses != train(other, 6));
}

TEST_CASE("training: shards only cut the work, where nothing is left out") {
  const ToyCorpus corpus = smallCorpus(Toy::Reverse);
  TrainingOptions options = smallOptions(Toy::Reverse);
  options.dropout = 0;
  Trainer three = trainerOf(options, corpus);
  options.shards = 1;
  Trainer one = trainerOf(options, corpus);
  const std::vector<double> a = train(three, 4), b = train(one, 4);
  for (std::size_t i = 0; i < a.size(); ++i) CHECK(std::abs(a[i] - b[i]) < 1e-4);
}

TEST_CASE("training: stopped and read again, it comes to the same weights, bit by bit") {
  for (const Toy task : {Toy::Copy, Toy::Repeat}) {
    const Folder folder;
    const ToyCorpus corpus = smallCorpus(task);
    const TrainingOptions options = smallOptions(task);
    Trainer through = trainerOf(options, corpus);
    train(through, 7);
    REQUIRE_FALSE(attention::writeCheckpoint(folder.file(), options, through.state()));
    attention::Expected<TrainingState> read = attention::readCheckpoint(folder.file(), options);
    REQUIRE(read);
    CHECK(areSame(*read, through.state()));
    Trainer later(options, corpus, *read, 1);
    CHECK(train(through, 9) == train(later, 9));
    CHECK(areSame(later.state(), through.state()));
  }
}

TEST_CASE("checkpoint: whatever is wrong with the file is said") {
  using attention::ErrorCode;
  const Folder folder;
  const TrainingOptions options = smallOptions(Toy::Copy);
  const auto read = [&] { return attention::readCheckpoint(folder.file(), options); };
  checkError(read(), ErrorCode::InvalidSize, {"checkpoint.bin could not be read: No such file"});
  REQUIRE_FALSE(attention::writeCheckpoint(folder.file(), options, attention::firstState(options)));
  const std::string content = contentOf(folder.file());
  REQUIRE(read());

  for (std::size_t place = 0; place < content.size(); place += 1 + content.size() / 97) {
    CAPTURE(place);
    std::string damaged = content;
    damaged[place] = static_cast<char>(damaged[place] ^ 4);
    overwrite(folder.file(), damaged);
    CHECK_FALSE(read());
    overwrite(folder.file(), content.substr(0, place));
    CHECK_FALSE(read());
  }
  std::string damaged = content;
  damaged[content.size() - 2000] ^= 1;
  overwrite(folder.file(), damaged);
  checkError(read(), ErrorCode::InvalidSize, {"damaged", "checksum"});
  overwrite(folder.file(), content.substr(0, content.size() - 1));
  checkError(read(), ErrorCode::InvalidSize, {"ends too early"});
  overwrite(folder.file(), content + "x");
  checkError(read(), ErrorCode::InvalidSize, {"goes on after its end"});
  overwrite(folder.file(), "a letter to somebody else");
  checkError(read(), ErrorCode::InvalidSize, {"is not a checkpoint"});

  overwrite(folder.file(), content);
  TrainingOptions other = options;
  other.tokens = 65;
  checkError(attention::readCheckpoint(folder.file(), other), ErrorCode::InvalidSize, {"tokens 64, not 65"});
  other = options;
  other.model.feedForward = 48;
  checkError(attention::readCheckpoint(folder.file(), other), ErrorCode::InvalidSize, {"feedForward 32, not 48"});
}

TEST_CASE("checkpoint: where a new one cannot be written, the old one stays") {
  const Folder folder;
  const TrainingOptions options = smallOptions(Toy::Copy);
  const TrainingState state = attention::firstState(options);
  REQUIRE_FALSE(attention::writeCheckpoint(folder.file(), options, state));
  CHECK_FALSE(std::filesystem::exists(folder.file().string() + ".part"));
  std::filesystem::create_directories(folder.file().string() + ".part/something");   // in the way
  const attention::Check error = attention::writeCheckpoint(folder.file(), options, state);
  REQUIRE(error);
  CHECK_THAT(error->message, Catch::Matchers::ContainsSubstring("checkpoint.bin could not be written"));
  CHECK(attention::readCheckpoint(folder.file(), options));

  const std::filesystem::path full = "/dev/full";   // a disk without room, where the system has one
  if (!std::filesystem::exists(full)) return;
  std::filesystem::remove_all(folder.file().string() + ".part");
  std::filesystem::create_symlink(full, folder.file().string() + ".part");
  const attention::Check noRoom = attention::writeCheckpoint(folder.file(), options, state);
  REQUIRE(noRoom);
  CHECK_THAT(noRoom->message, Catch::Matchers::ContainsSubstring("No space left"));
  CHECK(attention::readCheckpoint(folder.file(), options));
}

namespace {

// Large enough to learn, and quick.
TrainingOptions learningOptions(Toy task, std::uint64_t steps) {
  TrainingOptions options = smallOptions(task);
  options.model.modelWidth = 24;
  options.model.feedForward = 48;
  options.model.vocabulary = attention::kFirstSymbol + 4;
  options.dropout = options.smoothing = 0;
  options.schedule = {6e-3, 1e-4, 20, steps};
  return options;
}

}  // namespace

TEST_CASE("training: a translator learns to reverse, and says so token by token") {
  TrainingOptions options = learningOptions(Toy::Reverse, 180);
  options.tokens = 96;
  const ToyCorpus corpus({Toy::Reverse, 2000, 4, 2, 4}, 3, "training");
  Trainer trainer = trainerOf(options, corpus);
  const std::vector<double> losses = train(trainer, options.schedule.steps);
  CHECK(losses.front() > 1.4);
  CHECK(losses.back() < 0.2);

  const ToyCorpus others({Toy::Reverse, 50, 4, 2, 4}, 3, "validation");
  const attention::Expected<attention::LossSums> sums = attention::evaluate(trainer.model(), others, 64, 2);
  REQUIRE(sums);
  CHECK(sums->surprise < 0.2 * static_cast<double>(sums->tokens));
  CHECK(static_cast<double>(sums->best) > 0.95 * static_cast<double>(sums->tokens));
  std::size_t right = 0;
  for (std::size_t i = 0; i < others.size(); ++i) {
    const std::span<const attention::TokenId> source = others.example(i).source;
    std::vector<attention::TokenId> read(source.begin(), source.end());
    read.push_back(attention::kEnd);
    const auto said = attention::generateGreedily(trainer.model(), read, {});
    REQUIRE(said);
    const std::span<const attention::TokenId> wanted = others.example(i).target;
    right += std::equal(said->begin(), said->end(), wanted.begin(), wanted.end()) ? 1 : 0;
  }
  CHECK(right >= 42);
}

TEST_CASE("training: a language model learns that its first half comes again") {
  TrainingOptions options = learningOptions(Toy::Repeat, 200);
  options.tokens = 128;
  const ToyCorpus corpus({Toy::Repeat, 2000, 4, 3, 3}, 3, "training");
  Trainer trainer = trainerOf(options, corpus);
  train(trainer, options.schedule.steps);
  // Who knows the places alone can do no better than ln 4 nats for each of 6 symbols of 7 tokens.
  const attention::Expected<attention::LossSums> sums = attention::evaluate(trainer.model(), corpus, 512, 2);
  REQUIRE(sums);
  CHECK(sums->surprise < 0.85 * 6 * std::log(4.0) / 7 * static_cast<double>(sums->tokens));
}

TEST_CASE("training: too high a rate ends in a sentence, not in weights that are no numbers") {
  TrainingOptions options = smallOptions(Toy::Copy);
  options.schedule = {1e30, 1e30, 0, 1000};
  const ToyCorpus corpus = smallCorpus(Toy::Copy);
  Trainer trainer = trainerOf(options, corpus);
  for (int i = 0; i < 100; ++i) {
    const attention::Expected<attention::StepReport> report = trainer.step();
    if (report) continue;
    CHECK(report.error().code == attention::ErrorCode::NotFinite);
    return;
  }
  FAIL("it went on");
}
