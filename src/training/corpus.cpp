#include "training/corpus.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "tensor/random.hpp"

namespace attention {

Example JoinedCorpus::example(std::size_t index) const {
  return index < first_->size() ? first_->example(index) : second_->example(index - first_->size());
}

void append(const Example& example, Examples& examples) {
  const std::size_t source = example.source.size();
  examples.source.ids.insert(examples.source.ids.end(), example.source.begin(), example.source.end());
  if (source > 0) examples.source.ids.push_back(kEnd);
  examples.source.end();
  examples.input.ids.push_back(kStart);
  examples.input.add(example.target);
  examples.targets.insert(examples.targets.end(), example.target.begin(), example.target.end());
  examples.targets.push_back(kEnd);
  if (example.alignedTo.empty()) return;
  examples.alignedTo.insert(examples.alignedTo.end(), example.alignedTo.begin(), example.alignedTo.end());
  examples.alignedTo.push_back(static_cast<std::uint32_t>(source));
}

Batches::Batches(const Corpus& corpus, std::uint32_t seed, CorpusPlace place)
    : corpus_(corpus), seed_(seed), place_(place), order_(corpus.size()) {
  shuffle();
}

void Batches::shuffle() {
  std::iota(order_.begin(), order_.end(), 0u);
  RandomStream stream(seed_, "round " + std::to_string(place_.round));
  for (std::size_t i = order_.size(); i > 1; --i) std::swap(order_[i - 1], order_[stream.next() % i]);
}

std::vector<Example> Batches::next(std::size_t tokens) {
  std::vector<Example> batch;
  std::size_t source = 0, target = 0;
  while (true) {
    if (place_.next == order_.size()) {
      place_ = {place_.round + 1, 0};
      shuffle();
    }
    const Example example = corpus_.example(order_[place_.next]);
    source += example.source.size();
    target += example.target.size() + 1;
    if (!batch.empty() && (source > tokens || target > tokens)) return batch;
    batch.push_back(example);
    ++place_.next;
  }
}

std::vector<Examples> shards(const std::vector<Example>& batch, std::size_t count) {
  const auto cost = [](const Example& example) { return example.source.size() + 2 * (example.target.size() + 1); };
  std::size_t all = 0;
  for (const Example& example : batch) all += cost(example);
  std::vector<Examples> parts(count);
  std::size_t before = 0;
  for (const Example& example : batch) {
    append(example, parts[before * count / all]);
    before += cost(example);
  }
  return parts;
}

}  // namespace attention
