#include "cli/options.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <functional>
#include <iomanip>
#include <sstream>
#include <string_view>
#include <vector>

namespace attention {

namespace {

struct Option {
  const char* name;
  const char* meaning;
  std::function<std::string(const Command&)> value;           // as it is now
  std::function<bool(Command&, std::string_view)> set;        // false: no such value
};

template <class Number>
bool parse(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

// An option that is a number, in [least, most].
template <class Number, class Where>
Option number(const char* name, const char* meaning, const Where& where, double least, double most = 1e15) {
  return {name, meaning,
          [where](const Command& command) {
            Command copy = command;
            std::ostringstream text;
            text << *where(copy);
            return text.str();
          },
          [where, least, most](Command& command, std::string_view text) {
            Number value{};
            if (!parse(text, value)) return false;
            if (!(static_cast<double>(value) >= least && static_cast<double>(value) <= most)) return false;
            *where(command) = value;
            return true;
          }};
}

std::vector<Option> options() {
  using C = Command;
  const auto size = [](const char* name, const char* meaning, const auto& where, double least, double most = 1e9) {
    return number<std::size_t>(name, meaning, where, least, most);
  };
  return {
      {"--data", "a folder with tatoeba-en-fr.tsv and english/*.txt, or toy:copy, toy:reverse, toy:repeat", [](const C&) { return "needed"; },
       [](C& c, std::string_view text) { return !(c.data = text).empty(); }},
      {"--out", "the folder of the checkpoint, which goes on where it stopped", [](const C&) { return "needed"; },
       [](C& c, std::string_view text) { return !(c.out = std::filesystem::path(text)).empty(); }},
      size("--vocabulary", "of the tokenizer that is learnt, in the folder of the checkpoint", [](C& c) { return &c.vocabulary; }, 300, 65536),
      number<double>("--repeats", "share of tokens that are random ones said twice (language)", [](C& c) { return &c.repeats; }, 0, 0.9),
      number<std::uint64_t>("--steps", "in all", [](C& c) { return &c.training.schedule.steps; }, 1),
      size("--tokens", "of a step, at most, on either side", [](C& c) { return &c.training.tokens; }, 1),
      size("--layers", "of the encoder (translate)", [](C& c) { return &c.training.model.layers; }, 1, 100),
      size("--decoder-layers", "of the decoder", [](C& c) { return &c.training.model.decoderLayers; }, 1, 100),
      size("--heads", "of each layer", [](C& c) { return &c.training.model.heads; }, 1),
      size("--width", "d_model", [](C& c) { return &c.training.model.modelWidth; }, 1, 65536),
      size("--feed-forward", "width of the feed-forward layers", [](C& c) { return &c.training.model.feedForward; }, 1, 65536),
      number<double>("--rate", "the highest learning rate", [](C& c) { return &c.training.schedule.peak; }, 1e-12, 10),
      number<double>("--last-rate", "what it falls to", [](C& c) { return &c.training.schedule.last; }, 0, 10),
      number<std::uint64_t>("--warm-up", "steps until the highest rate", [](C& c) { return &c.training.schedule.warmUp; }, 0),
      number<double>("--decay", "weight decay", [](C& c) { return &c.training.adam.decay; }, 0, 1),
      number<float>("--dropout", "share of numbers left out", [](C& c) { return &c.training.dropout; }, 0, 0.95),
      number<float>("--smoothing", "label smoothing", [](C& c) { return &c.training.smoothing; }, 0, 0.95),
      number<float>("--guidance", "share of the loss of the head that is told to align (translate)", [](C& c) { return &c.training.guidance; }, 0, 10),
      number<std::uint32_t>("--seed", "of all random numbers", [](C& c) { return &c.training.seed; }, 0),
      size("--shards", "parts of a step, for the threads", [](C& c) { return &c.training.shards; }, 1, 4096),
      size("--threads", "0: as many as there are cores", [](C& c) { return &c.threads; }, 0, 4096),
      number<std::uint64_t>("--checkpoint-every", "steps", [](C& c) { return &c.checkpointEvery; }, 1),
  };
}

Command standard(bool isTranslator) {
  Command command;
  command.training.model = {isTranslator ? std::size_t{3} : 0, isTranslator ? std::size_t{3} : 4, 4, 128, 512, 0};
  return command;
}

Error refused(const std::string& why) { return {ErrorCode::InvalidSize, why}; }

}  // namespace

Expected<Command> parseCommand(std::span<const char* const> arguments) {
  Command help;
  help.isHelp = true;
  for (const char* argument : arguments) {
    if (std::strcmp(argument, "--help") == 0) return help;
  }
  if (arguments.empty()) return help;
  const std::string_view task = arguments[0];
  if (task != "translate" && task != "language") {
    return refused("the first argument is \"" + std::string(task) + "\"; it must be translate or language");
  }
  Command command = standard(task == "translate");
  const std::vector<Option> all = options();
  for (std::size_t i = 1; i < arguments.size(); i += 2) {
    const std::string name = arguments[i];
    const auto option = std::find_if(all.begin(), all.end(), [&](const Option& one) { return name == one.name; });
    if (option == all.end()) return refused("there is no option " + name + "; --help lists them");
    if (i + 1 == arguments.size()) return refused(name + " needs a value");
    if (!option->set(command, arguments[i + 1])) {
      return refused(name + " is \"" + arguments[i + 1] + "\", which it cannot be");
    }
  }
  if (command.data.empty()) return refused("--data is missing: what shall be learnt?");
  if (command.out.empty()) return refused("--out is missing: where shall the checkpoint go?");
  if (task == "language" && command.training.model.layers > 0) {
    return refused("a language model has no encoder: --layers is for translate");
  }
  return command;
}

std::string helpText() {
  std::ostringstream text;
  text << "attention-train translate|language --data DATA --out FOLDER [OPTION VALUE]...\n\n"
          "Trains a Transformer on the processor. SIGINT (Ctrl-C) and SIGTERM finish the step and write a checkpoint;\n"
          "the same command goes on from it, to the same weights as without the stop.\n\n";
  const Command command = standard(true);
  for (const Option& option : options()) {
    text << "  " << std::left << std::setw(20) << option.name << option.meaning << " (" << option.value(command) << ")\n";
  }
  text << "\nattention-train export --out FOLDER --to FOLDER [OPTION VALUE]...\n\n"
          "Writes model.safetensors, tokenizer.json and config.json, as a page loads them, from the checkpoint in --out.\n"
          "Training does so at its end, into its own folder.\n\n"
          "  --steps-of-codes    largest code of a matrix's numbers (10)\n"
  return text.str();
}

}  // namespace attention
