// attention-train export: the files that a page loads, from the folder of a checkpoint.
#pragma once

#include <filesystem>
#include <optional>
#include <span>

#include "training/export.hpp"

namespace attention {

struct ExportCommand {
  std::filesystem::path out;                 // has checkpoint.bin and tokenizer.json
  std::filesystem::path to;                  // gets model.safetensors, tokenizer.json and config.json
  Quantization quantization{8, 10};          // few steps in whole bytes: brotli packs them best
};

// arguments after "export". Errors: InvalidSize, with the sentence to print.
Expected<ExportCommand> parseExport(std::span<const char* const> arguments);

// Nothing, or why the files could not be written.
std::optional<Error> exportModel(const ExportCommand& command);

}  // namespace attention
