#include "training/toy_tasks.hpp"

#include <utility>

#include "tensor/random.hpp"

namespace attention {

ToyCorpus::ToyCorpus(const ToyOptions& options, std::uint32_t seed, std::string_view stream) {
  RandomStream random(seed, stream);
  for (std::size_t i = 0; i < options.examples; ++i) {
    std::vector<TokenId> x(options.shortest + random.next() % (options.longest - options.shortest + 1));
    for (TokenId& symbol : x) symbol = kFirstSymbol + static_cast<TokenId>(random.next() % options.symbols);
    std::vector<TokenId> target = x;
    if (options.task == Toy::Reverse) target.assign(x.rbegin(), x.rend());
    if (options.task == Toy::Repeat) target.insert(target.end(), x.begin(), x.end());
    sources_.push_back(options.task == Toy::Repeat ? std::vector<TokenId>() : std::move(x));
    targets_.push_back(std::move(target));
  }
}

}  // namespace attention
