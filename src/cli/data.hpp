// What --data names, as token ids.
#pragma once

#include <memory>
#include <string>

#include "training/corpus.hpp"

namespace attention {

struct Data {
  std::unique_ptr<Corpus> training, validation;
  std::size_t vocabulary = 0;
};

// Errors: InvalidSize, with the sentence to print.
Expected<Data> openData(const std::string& name, bool isTranslator, std::uint32_t seed);

}  // namespace attention
