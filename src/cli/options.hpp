// What a user asked attention-train for.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "training/trainer.hpp"

namespace attention {

struct Command {
  bool isHelp = false;
  std::string data;
  std::filesystem::path out;
  std::size_t vocabulary = 4096;   // of a tokenizer that is learnt
  double repeats = 0.15;           // share of a language model's tokens that are random ones, said twice
  TrainingOptions training;        // model.vocabulary comes with the data
  std::size_t threads = 0;         // 0: as many as the machine has
  std::uint64_t checkpointEvery = 500;   // steps
};

// arguments without the program's name. Errors: InvalidSize, with the sentence to print.
Expected<Command> parseCommand(std::span<const char* const> arguments);

// What --help prints.
std::string helpText();

}  // namespace attention
