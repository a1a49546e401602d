#include "training/trainer.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "kernels/elementwise.hpp"
#include "tensor/random.hpp"
#include "training/parallel.hpp"

namespace attention {

namespace {

constexpr std::size_t kPiece = std::size_t{1} << 16;   // numbers that one thread sums or updates at a time

// [first, first + size) of the piece-th piece of `count` numbers.
std::pair<std::size_t, std::size_t> piece(std::size_t index, std::size_t count) {
  return {index * kPiece, std::min(kPiece, count - index * kPiece)};
}

std::size_t pieces(std::size_t count) { return (count + kPiece - 1) / kPiece; }

}  // namespace

TrainingState firstState(const TrainingOptions& options) {
  TrainingState state;
  state.parameters = randomParameters(options.model, options.seed);
  state.moments.first.resize(state.parameters.size());
  state.moments.second.resize(state.parameters.size());
  return state;
}

Trainer::Trainer(const TrainingOptions& options, const Corpus& corpus, TrainingState state, std::size_t threads)
    : options_(options),
      state_(std::move(state)),
      batches_(corpus, options.seed, state_.place),
      threads_(threads),
      tensors_(tensorsOf(options.model)),
      panels_(packedModelSize(options.model)),
      turnedPanels_(panels_.size()),
      gradients_(options.shards, std::vector<float>(state_.parameters.size())) {
  pack();
}

void Trainer::pack() {
  forEachPiece(2, threads_, [&](std::size_t i) {
    if (i == 0) model_ = packModel(options_.model, state_.parameters.data(), panels_.data());
    else transposed_ = packTransposed(options_.model, state_.parameters.data(), turnedPanels_.data());
  });
}

Expected<LossSums> Trainer::gradients(const std::vector<Example>& batch) {
  const std::vector<Examples> parts = shards(batch, options_.shards);
  std::size_t targets = 0;
  for (const Examples& part : parts) targets += part.targets.size();
  const LossOptions loss = {options_.smoothing, 1 / static_cast<float>(targets), options_.guidance};
  std::vector<std::optional<Expected<LossSums>>> results(parts.size());
  forEachPiece(parts.size(), threads_, [&](std::size_t i) {
    std::ranges::fill(gradients_[i], 0.0f);
    if (parts[i].targets.empty()) return;
    const std::string name = "dropout " + std::to_string(state_.step) + " " + std::to_string(i);
    const ForwardOptions options = {options_.model.heads, Keep::Weights,
                                    {options_.dropout, RandomStream(options_.seed, name).key()}};
    ModelViews views = viewParts(options_.model, gradients_[i].data());
    results[i] = addGradient(model_, transposed_, parts[i], options, loss, views);
  });
  LossSums sums;
  for (const std::optional<Expected<LossSums>>& result : results) {
    if (!result) continue;
    if (!*result) return result->error();
    sums += **result;
  }
  return sums;
}

// The first gradient becomes the sum of all; returns its norm.
double Trainer::sumGradients() {
  const std::size_t count = gradients_[0].size();
  std::vector<double> squares(pieces(count));
  forEachPiece(squares.size(), threads_, [&](std::size_t i) {
    const auto [first, size] = piece(i, count);
    float* const sum = gradients_[0].data() + first;
    for (std::size_t shard = 1; shard < gradients_.size(); ++shard) add(gradients_[shard].data() + first, size, sum);
    squares[i] = squaredNorm({sum, size});
  });
  double square = 0;
  for (const double some : squares) square += some;
  return std::sqrt(square);
}

void Trainer::updateParameters(const AdamStep& step) {
  forEachPiece(tensors_.size(), threads_, [&](std::size_t i) {
    const NamedTensor& tensor = tensors_[i];
    const std::size_t count = tensor.rows * tensor.columns;
    const auto some = [&](std::vector<float>& all) { return std::span(all.data() + tensor.offset, count); };
    update(step, !tensor.isVector, some(gradients_[0]), some(state_.parameters), some(state_.moments.first),
           some(state_.moments.second));
  });
}

Expected<StepReport> Trainer::step() {
  const std::vector<Example> batch = batches_.next(options_.tokens);
  const Expected<LossSums> sums = gradients(batch);
  if (!sums) return sums.error();
  StepReport report = {*sums, sumGradients(), options_.schedule.rate(state_.step + 1), 0};
  for (const Example& example : batch) report.sourceTokens += example.source.size();
  if (!std::isfinite(sums->smoothed) || !std::isfinite(report.norm)) {
    return Error{ErrorCode::NotFinite, sentence({"the loss or its gradient is not finite at step ", state_.step + 1,
                                                 "; use a lower learning rate or a longer warm-up"})};
  }
  updateParameters(stepOf(options_.adam, report.rate, state_.step + 1, report.norm));
  pack();
  ++state_.step;
  state_.place = batches_.place();
  return report;
}

Expected<LossSums> evaluate(const PackedModel& model, const Corpus& corpus, std::size_t tokens, std::size_t threads) {
  std::vector<Examples> parts(1);
  for (std::size_t i = 0; i < corpus.size(); ++i) {
    if (parts.back().targets.size() >= tokens) parts.emplace_back();
    append(corpus.example(i), parts.back());
  }
  std::vector<std::optional<Expected<LossSums>>> results(parts.size());
  forEachPiece(parts.size(), threads, [&](std::size_t i) { results[i] = lossOf(model, parts[i]); });
  LossSums sums;
  for (const std::optional<Expected<LossSums>>& result : results) {
    if (!*result) return result->error();
    sums += **result;
  }
  return sums;
}

}  // namespace attention
