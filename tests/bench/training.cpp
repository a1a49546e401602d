// How fast whole training steps are: training-bench [threads] [steps] [shards]. Floating-point operations are counted from the shapes
// of the products alone, so that all else that a step does counts as time lost. Time is the wall's, and the processor's for
// where other programs run beside this one.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

#include "tensor/random.hpp"
#include "training/memory.hpp"
#include "training/trainer.hpp"

namespace {

using attention::Example;
using attention::TokenId;

// Sentences of 4 to 15 tokens, the lengths of those that the translator is trained on; no source: passages of 128.
class RandomCorpus : public attention::Corpus {
 public:
  RandomCorpus(std::size_t vocabulary, bool hasSource) {
    attention::RandomStream stream(1, "bench");
    for (std::size_t i = 0; i < 4000; ++i) {
      const auto sentence = [&](std::size_t length) {
        std::vector<TokenId> ids(length);
        for (TokenId& id : ids) id = static_cast<TokenId>(3 + stream.next() % (vocabulary - 3));
        return ids;
      };
      const std::size_t length = 4 + stream.next() % 10;
      sources_.push_back(hasSource ? sentence(length) : std::vector<TokenId>());
      targets_.push_back(sentence(hasSource ? length + stream.next() % 3 : 127));
    }
  }

  std::size_t size() const override { return targets_.size(); }
  Example example(std::size_t i) const override { return {sources_[i], targets_[i]}; }

 private:
  std::vector<std::vector<TokenId>> sources_, targets_;
};

// Forward and backward: three products for one. Attention: scores and sums forward, twice as many backward.
double operationsOf(const attention::ModelConfig& config, const std::vector<Example>& batch) {
  const auto e = static_cast<double>(config.modelWidth), f = static_cast<double>(config.feedForward);
  const auto v = static_cast<double>(config.vocabulary);
  const auto encoders = static_cast<double>(config.layers), decoders = static_cast<double>(config.decoderLayers);
  double sum = 0;
  for (const Example& example : batch) {
    const auto s = static_cast<double>(example.source.size()), l = static_cast<double>(example.target.size() + 1);
    sum += 6 * s * encoders * (4 * e * e + 2 * e * f) + 12 * encoders * s * s * e;
    sum += 6 * l * decoders * (4 * e * e + 2 * e * f) + 12 * decoders * l * l * e;
    if (config.hasEncoder()) sum += 6 * decoders * (2 * l + 2 * s) * e * e + 12 * decoders * l * s * e;
    sum += 6 * l * e * v;
  }
  return sum;
}

double processorSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double wallSeconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void measure(const char* name, const attention::ModelConfig& config, std::size_t threads, int steps,
             std::size_t shards) {
  attention::TrainingOptions options;
  options.model = config;
  options.shards = shards;
  const RandomCorpus corpus(config.vocabulary, config.hasEncoder());
  attention::Batches same(corpus, options.seed);   // what the trainer sees
  attention::Trainer trainer(options, corpus, attention::firstState(options), threads);
  std::vector<double> wall, processor;
  double tokens = 0;
  for (int i = 0; i < steps; ++i) {
    const double operations = operationsOf(config, same.next(options.tokens));
    const double before = processorSeconds(), start = wallSeconds();
    const attention::Expected<attention::StepReport> report = trainer.step();
    if (!report) {
      std::puts(report.error().message.c_str());
      std::exit(1);
    }
    wall.push_back(operations * 1e-9 / (wallSeconds() - start));
    processor.push_back(operations * 1e-9 / (processorSeconds() - before));
    tokens = static_cast<double>(report->sums.tokens + report->sourceTokens);
    if (i == 0) std::printf("%s: %.1f GFLOP a step, %.0f tokens\n", name, operations * 1e-9, tokens);
  }
  std::ranges::sort(wall);
  std::ranges::sort(processor);
  std::printf("  wall: best %.1f, median %.1f GFLOP/s; a processor's second: best %.1f, median %.1f GFLOP\n", wall.back(),
              wall[wall.size() / 2], processor.back(), processor[processor.size() / 2]);
}

}  // namespace

int main(int count, char** arguments) {
  attention::keepFreedMemory();
  const std::size_t threads = count > 1 ? std::strtoul(arguments[1], nullptr, 10) : 2;
  const int steps = count > 2 ? std::atoi(arguments[2]) : 10;
  const std::size_t shards = count > 3 ? std::strtoul(arguments[3], nullptr, 10) : 4;
  measure("translator", {3, 3, 4, 128, 512, 4096}, threads, steps, shards);
  measure("language model", {0, 4, 4, 128, 512, 4096}, threads, steps, shards);
}
