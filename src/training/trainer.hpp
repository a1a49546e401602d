// Training, step by step: the conductor of shards, gradients and AdamW.
#pragma once

#include <cstdint>
#include <vector>

#include "training/adamw.hpp"
#include "training/corpus.hpp"
#include "training/schedule.hpp"

namespace attention {

// All that the weights depend on besides the corpus. The number of threads is not among it.
struct TrainingOptions {
  ModelConfig model;
  std::uint32_t seed = 1;
  std::size_t tokens = 4096;     // of a step, at most, on either side
  std::size_t shards = 4;        // a step's examples in so many parts, whose gradients are summed in order
  float dropout = 0.1f;
  float smoothing = 0.1f;
  float guidance = 0.05f;        // of a translator's head that is told to align
  Schedule schedule;
  AdamW adam;

  bool operator==(const TrainingOptions&) const = default;
};

// What a checkpoint holds.
struct TrainingState {
  std::uint64_t step = 0;   // done so far
  CorpusPlace place;
  std::vector<float> parameters;
  Moments moments;
};

TrainingState firstState(const TrainingOptions& options);

struct StepReport {
  LossSums sums;
  double norm = 0;            // of the gradient of the mean loss, before clipping
  double rate = 0;            // the learning rate
  std::size_t sourceTokens = 0;
};

class Trainer {
 public:
  // Goes on from the state. corpus outlives the trainer.
  Trainer(const TrainingOptions& options, const Corpus& corpus, TrainingState state, std::size_t threads);

  // One step. Errors: what addGradient() says, and NotFinite where the loss or its gradient is not finite; the state is
  // then what it was before the step.
  Expected<StepReport> step();

  const TrainingState& state() const { return state_; }

  // The model as it is now.
  const PackedModel& model() const { return model_; }

 private:
  void pack();
  Expected<LossSums> gradients(const std::vector<Example>& batch);
  double sumGradients();
  void updateParameters(const AdamStep& step);

  TrainingOptions options_;
  TrainingState state_;
  Batches batches_;
  std::size_t threads_;
  std::vector<NamedTensor> tensors_;
  std::vector<float> panels_, turnedPanels_;
  PackedModel model_, transposed_;
  std::vector<std::vector<float>> gradients_;   // of each shard; the first becomes their sum
};

// The sums over a whole corpus, without dropout.
Expected<LossSums> evaluate(const PackedModel& model, const Corpus& corpus, std::size_t tokens, std::size_t threads);

}  // namespace attention
