#include "transformer/beam_search.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "transformer/predictions.hpp"
#include "transformer/step_decoder.hpp"

namespace attention {

namespace {

constexpr double kLengthPenalty = 0.6;

// What is still being said: the last node, and what the decoder has read before that.
struct Hypothesis {
  std::size_t node;
  DecoderMemory memory;
};

struct Continuation {
  BeamNode node;
  std::size_t hypothesis;
};

std::size_t lengthOf(const BeamTree& tree, std::size_t node) {
  std::size_t length = 0;
  for (; node != kNoParent; node = tree.nodes[node].parent) ++length;
  return length;
}

double scoreOf(const BeamTree& tree, std::size_t node) {
  const double length = (5 + static_cast<double>(lengthOf(tree, node))) / 6;
  return tree.nodes[node].logProbability / std::exp(kLengthPenalty * std::log(length));
}

std::size_t bestOf(const BeamTree& tree) {
  const auto isBetter = [&](std::size_t a, std::size_t b) {
    if (tree.nodes[a].isDone != tree.nodes[b].isDone) return tree.nodes[a].isDone;
    return scoreOf(tree, a) > scoreOf(tree, b);
  };
  std::size_t best = 0;
  for (std::size_t i = 1; i < tree.nodes.size(); ++i) {
    if (isBetter(i, best)) best = i;
  }
  return best;
}

// Adds the `width` likeliest ways to go on by one token.
Check goOn(const StepDecoder& decoder, const BeamTree& tree, Hypothesis& from, std::size_t index, std::size_t width,
           std::vector<Continuation>& all) {
  const bool isFirst = from.node == kNoParent;
  const double before = isFirst ? 0 : tree.nodes[from.node].logProbability;
  const Expected<Matrix> scores = decoder.read(isFirst ? kStart : tree.nodes[from.node].id, from.memory);
  if (!scores) return scores.error();
  const std::vector<double> logs = logSoftmax(scores->data(), scores->size());
  for (const TokenId id : likeliest(scores->data(), scores->size(), width)) {
    all.push_back({{from.node, id, before + logs[id], id == kEnd}, index});
  }
  return {};
}

}  // namespace

Expected<BeamTree> searchBeams(const PackedModel& model, std::span<const TokenId> source, const BeamOptions& options) {
  const ForwardOptions forward = {model.config.heads, Keep::Nothing, {}, {}};
  Sentences read;
  read.add(source);
  ModelTrace trace;
  if (Check error = encode(model, read, forward, trace)) return *error;
  const StepDecoder decoder(model, &trace.encoderNorm.output, forward, options.most + 1);

  BeamTree tree;
  std::vector<Hypothesis> live(1, Hypothesis{kNoParent, {}});
  std::size_t width = options.width;
  for (std::size_t step = 0; step <= options.most && !live.empty(); ++step) {
    std::vector<Continuation> all;
    for (std::size_t i = 0; i < live.size(); ++i) {
      if (Check error = goOn(decoder, tree, live[i], i, width, all)) return *error;
    }
    std::stable_sort(all.begin(), all.end(), [](const Continuation& a, const Continuation& b) {
      return a.node.logProbability > b.node.logProbability;
    });
    all.resize(std::min(width, all.size()));
    std::vector<Hypothesis> next;
    for (const Continuation& one : all) {
      tree.nodes.push_back(one.node);
      if (one.node.isDone) --width;
      else next.push_back({tree.nodes.size() - 1, live[one.hypothesis].memory});
    }
    live = std::move(next);
  }
  tree.best = bestOf(tree);
  return tree;
}

}  // namespace attention
