#include "cli/data.hpp"

#include "training/toy_tasks.hpp"

namespace attention {

Expected<Data> openData(const std::string& name, bool isTranslator, std::uint32_t seed) {
  ToyOptions toy;
  if (name == "toy:copy") toy.task = Toy::Copy;
  else if (name == "toy:reverse") toy.task = Toy::Reverse;
  else if (name == "toy:repeat") toy.task = Toy::Repeat;
  else return Error{ErrorCode::InvalidSize, "--data is \"" + name + "\"; it must be toy:copy, toy:reverse or toy:repeat"};
  if ((toy.task == Toy::Repeat) == isTranslator) {
    return Error{ErrorCode::InvalidSize, name + (isTranslator ? " is a task for language" : " is a task for translate")};
  }
  Data data;
  data.training = std::make_unique<ToyCorpus>(toy, seed, "training");
  toy.examples = 200;
  data.validation = std::make_unique<ToyCorpus>(toy, seed, "validation");
  data.vocabulary = kFirstSymbol + toy.symbols;
  return data;
}

}  // namespace attention
