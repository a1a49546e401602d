#include "transformer/generation.hpp"

#include <algorithm>

namespace attention {

Expected<std::vector<TokenId>> generateGreedily(const PackedModel& model, std::span<const TokenId> source,
                                                const GreedyOptions& options) {
  const ForwardOptions forward = {model.config.heads, Keep::Nothing, {}};
  Sentences read, said;
  ModelTrace trace;
  if (model.config.hasEncoder()) {
    read.ids.assign(source.begin(), source.end());
    read.ids.push_back(options.end);
    read.end();
    if (Check error = encode(model, read, forward, trace)) return *error;
  }
  said.add({&options.start, 1});
  while (said.ids.size() <= options.most) {
    if (Check error = decode(model, read, said, forward, trace)) return *error;
    const Matrix& decoded = trace.decoderNorm.output;
    const Matrix scores = logits(model, view(decoded).rowRange(rows(decoded) - 1, 1));
    const auto best = static_cast<TokenId>(std::max_element(scores.begin(), scores.end()) - scores.begin());
    if (best == options.end) break;
    said.ids.push_back(best);
    ++said.starts.back();
  }
  return std::vector<TokenId>(said.ids.begin() + 1, said.ids.end());
}

}  // namespace attention
