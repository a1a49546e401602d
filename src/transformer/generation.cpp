#include "transformer/generation.hpp"

#include <algorithm>

#include "tensor/random.hpp"
#include "transformer/predictions.hpp"
#include "transformer/step_decoder.hpp"

namespace attention {

Expected<std::vector<TokenId>> generateGreedily(const PackedModel& model, std::span<const TokenId> source,
                                                const GreedyOptions& options) {
  const ForwardOptions forward = {model.config.heads, Keep::Nothing, {}, options.edits};
  ModelTrace trace;
  if (model.config.hasEncoder()) {
    Sentences read;
    read.add(source);
    if (Check error = encode(model, read, forward, trace)) return *error;
  }
  const StepDecoder decoder(model, model.config.hasEncoder() ? &trace.encoderNorm.output : nullptr, forward,
                            options.most + 1);
  DecoderMemory memory;
  std::vector<TokenId> said;
  for (TokenId last = options.start; said.size() < options.most; said.push_back(last)) {
    const Expected<Matrix> scores = decoder.read(last, memory);
    if (!scores) return scores.error();
    if (said.size() < options.prefix.size()) last = options.prefix[said.size()];
    else last = static_cast<TokenId>(std::max_element(scores->begin(), scores->end()) - scores->begin());
    if (last == options.end) break;
  }
  return said;
}

namespace {

// scores (V) -> one of the tokens that the options allow.
TokenId draw(const Matrix& scores, const SamplingOptions& options, RandomStream& random) {
  const std::vector<double> probabilities = softmax(scores.data(), scores.size(), options.temperature);
  const std::size_t kept = options.topK == 0 ? scores.size() : std::min(options.topK, scores.size());
  std::vector<TokenId> order = likeliest(scores.data(), scores.size(), kept);
  double sum = 0;
  std::size_t count = 0;
  while (count < order.size() && (count == 0 || sum < options.topP)) sum += probabilities[order[count++]];
  double rest = random.uniform() * sum;   // in (0, sum]
  for (std::size_t i = 0; i + 1 < count; ++i) {
    rest -= probabilities[order[i]];
    if (rest <= 0) return order[i];
  }
  return order[count - 1];
}

}  // namespace

Expected<std::vector<TokenId>> sample(const PackedModel& model, std::span<const TokenId> prefix,
                                      const SamplingOptions& options) {
  const ForwardOptions forward = {model.config.heads, Keep::Nothing, {}, {}};
  const StepDecoder decoder(model, nullptr, forward, 1 + prefix.size() + options.most);
  DecoderMemory memory;
  Expected<Matrix> scores = decoder.read(kStart, memory);
  for (std::size_t i = 0; scores && i < prefix.size(); ++i) scores = decoder.read(prefix[i], memory);
  RandomStream random(options.seed, "sample");
  std::vector<TokenId> said;
  while (scores && said.size() < options.most) {
    const TokenId next = draw(*scores, options, random);
    if (next == kEnd) break;
    said.push_back(next);
    if (said.size() < options.most) scores = decoder.read(next, memory);
  }
  if (!scores) return scores.error();
  return said;
}

}  // namespace attention
