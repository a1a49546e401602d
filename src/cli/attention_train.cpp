// attention-train: see --help.
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iomanip>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>

#include <unistd.h>

#include "cli/data.hpp"
#include "cli/export.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "training/checkpoint.hpp"
#include "training/memory.hpp"

namespace {

using namespace attention;

volatile std::sig_atomic_t stopped = 0;

int fail(const std::string& why) {
  std::fprintf(stderr, "attention-train: %s\n", why.c_str());
  return 1;
}

// "validation 1.2345, next token right in 67.8 %", and the same as a line of log.tsv
Expected<LossSums> validate(const Trainer& trainer, const Data& data, const Command& command, Progress& progress) {
  Expected<LossSums> sums = evaluate(trainer.model(), *data.validation, command.training.tokens, command.threads);
  if (!sums) return sums;
  const auto tokens = static_cast<double>(sums->tokens);
  std::ostringstream line, row;
  line << std::fixed << "step " << trainer.state().step << ": validation loss " << std::setprecision(4)
       << sums->surprise / tokens << ", next token right in " << std::setprecision(1)
       << 100 * static_cast<double>(sums->best) / tokens << " %";
  progress.say(line.str());
  row << trainer.state().step << '\t' << sums->surprise / tokens << '\t' << static_cast<double>(sums->best) / tokens << '\n';
  const std::filesystem::path log = command.out / "log.tsv";
  if (!(std::ofstream(log, std::ios::app) << row.str() << std::flush)) {
    return Error{ErrorCode::InvalidSize, log.string() + " could not be written"};
  }
  return sums;
}

int train(const Command& command, const Data& data) {
  const std::filesystem::path file = command.out / "checkpoint.bin";
  Progress progress(command.training.schedule.steps, isatty(STDERR_FILENO) == 1);

  TrainingState state;
  if (std::filesystem::exists(file)) {
    Expected<TrainingState> read = readCheckpoint(file, command.training);
    if (!read) return fail(read.error().message);
    state = std::move(*read);
    progress.say("goes on after step " + std::to_string(state.step));
  } else {
    state = firstState(command.training);
  }
  Trainer trainer(command.training, *data.training, std::move(state), command.threads);
  const std::uint64_t steps = command.training.schedule.steps;
  while (trainer.state().step < steps) {
    const Expected<StepReport> report = trainer.step();
    if (!report) return fail(report.error().message);
    const std::uint64_t step = trainer.state().step;
    progress.onStep(step, *report);
    if (step % command.checkpointEvery != 0 && step != steps && stopped == 0) continue;
    if (Check error = writeCheckpoint(file, command.training, trainer.state())) return fail(error->message);
    if (stopped != 0) {
      progress.say("stopped after step " + std::to_string(step) + "; the same command goes on from " + file.string());
      return 0;
    }
    const Expected<LossSums> sums = validate(trainer, data, command, progress);
    if (!sums) return fail(sums.error().message);
  }
  if (std::filesystem::exists(command.out / "tokenizer.json")) {   // a toy task has none
    ExportCommand files;
    files.out = files.to = command.out;
    if (auto error = exportModel(files)) return fail(error->message);
  }
  progress.say("finished: " + std::to_string(steps) + " steps, in " + file.string());
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  keepFreedMemory();
  if (count > 1 && std::string_view(arguments[1]) == "export" && std::string_view(arguments[count - 1]) != "--help") {
    const Expected<ExportCommand> command = parseExport({arguments + 2, static_cast<std::size_t>(count - 2)});
    if (!command) return fail(command.error().message);
    const auto error = exportModel(*command);
    return error ? fail(error->message) : 0;
  }
  const Expected<Command> parsed = parseCommand({arguments + 1, static_cast<std::size_t>(count - 1)});
  if (!parsed) return fail(parsed.error().message);
  if (parsed->isHelp) {
    std::fputs(helpText().c_str(), stdout);
    return 0;
  }
  Command command = *parsed;
  std::error_code failed;
  std::filesystem::create_directories(command.out, failed);
  if (failed) return fail(command.out.string() + " could not be made: " + failed.message());
  const Expected<Data> data = openData(command);
  if (!data) return fail(data.error().message);
  command.training.model.vocabulary = data->vocabulary;
  if (Check error = checkConfig(command.training.model)) return fail(error->message);
  if (command.threads == 0) command.threads = std::max(1u, std::thread::hardware_concurrency());
  std::signal(SIGINT, [](int) { stopped = 1; });
  std::signal(SIGTERM, [](int) { stopped = 1; });
  return train(command, *data);
}
