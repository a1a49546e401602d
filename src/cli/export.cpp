#include "cli/export.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <system_error>

#include "format/file.hpp"
#include "tokenizer/tokenizer.hpp"
#include "training/checkpoint.hpp"

namespace attention {

namespace {

// A whole number from least to most.
template <class Integer>
bool parse(std::string_view text, std::size_t least, std::size_t most, Integer& number) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < least || value > most) return false;
  number = static_cast<Integer>(value);
  return true;
}

bool set(ExportCommand& command, std::string_view name, std::string_view value) {
  if (name == "--out") return !(command.out = value).empty();
  if (name == "--to") return !(command.to = value).empty();
  return parse(value, 1, 127, command.quantization.steps);
}

}  // namespace

Expected<ExportCommand> parseExport(std::span<const char* const> arguments) {
  ExportCommand command;
  for (std::size_t i = 0; i < arguments.size(); i += 2) {
    const std::string name = arguments[i];
    constexpr std::string_view kNames[] = {"--out", "--to", "--steps-of-codes"};
    if (std::ranges::find(kNames, name) == std::end(kNames)) {
      return invalidFile("export has no option " + name + "; --help lists them");
    }
    if (i + 1 == arguments.size()) return invalidFile(name + " needs a value");
    if (!set(command, name, arguments[i + 1])) {
      return invalidFile(name + " is \"" + arguments[i + 1] + "\", which it cannot be");
    }
  }
  if (command.out.empty()) return invalidFile("--out is missing: where is the checkpoint?");
  if (command.to.empty()) return invalidFile("--to is missing: where shall the model go?");
  return command;
}

std::optional<Error> exportModel(const ExportCommand& command) {
  const Expected<StoredModel> model = readModel(command.out / "checkpoint.bin");
  if (!model) return model.error();
  const std::string path = command.out / "tokenizer.json";
  const Expected<std::string> json = readFile(path);
  if (!json) return json.error();
  const Expected<Tokenizer> tokenizer = Tokenizer::fromJson(path, *json);
  if (!tokenizer) return tokenizer.error();
  if (tokenizer->size() != model->config.vocabulary) {
    return invalidFile(sentence({std::string_view(path), " has ", tokenizer->size(), " tokens, the checkpoint ", model->config.vocabulary}));
  }
  const Expected<std::string> file = modelFile(model->config, model->parameters, command.quantization);
  if (!file) return file.error();

  std::error_code failed;
  std::filesystem::create_directories(command.to, failed);
  if (failed) return invalidFile(command.to.string() + " could not be made: " + failed.message());
  if (auto error = writeFile(command.to / "model.safetensors", *file)) return error;
  if (auto error = writeFile(command.to / "tokenizer.json", *json)) return error;
  return writeFile(command.to / "config.json", configJson(model->config));
}

}  // namespace attention
