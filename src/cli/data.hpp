// What --data names, as token ids.
#pragma once

#include <memory>

#include "cli/options.hpp"
#include "training/corpus.hpp"

namespace attention {

struct Data {
  std::unique_ptr<Corpus> training, validation;
  std::size_t vocabulary = 0;
};

// Texts are cut by the tokenizer.json of the folder --out; where there is none it is learnt, and written there.
// Errors: InvalidSize, with the sentence to print.
Expected<Data> openData(const Command& command);

}  // namespace attention
