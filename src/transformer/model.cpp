#include "transformer/model.hpp"

#include <utility>

#include "transformer/embedding.hpp"

namespace attention {

std::uint64_t siteOfSource() { return 0; }
std::uint64_t siteOfTarget() { return 1; }
std::uint64_t siteOfEncoder(std::size_t block) { return 2 + block * kSitesOfBlock; }
std::uint64_t siteOfDecoder(const ModelConfig& config, std::size_t block) { return siteOfEncoder(config.layers + block); }

Check encode(const PackedModel& model, const Sentences& source, const ForwardOptions& options, ModelTrace& trace) {
  Expected<Matrix> x = embed(source, model.embedding);
  if (!x) return x.error();
  drop(options.dropout, siteOfSource(), *x);
  trace.encoder.resize(model.config.layers);
  for (std::size_t i = 0; i < trace.encoder.size(); ++i) {
    x = encoderBlock(std::move(*x), source, model.parts.encoder[i], options, i, siteOfEncoder(i), trace.encoder[i]);
    if (!x) return x.error();
  }
  trace.encoderStream = std::move(*x);
  trace.encoderNorm = layerNorm(trace.encoderStream, model.parts.encoderNorm);
  return {};
}

Check decode(const PackedModel& model, const Sentences& source, const Sentences& target, const ForwardOptions& options,
             ModelTrace& trace) {
  Encoded encoded;
  if (model.config.hasEncoder()) encoded = {&trace.encoderNorm.output, &source};
  Expected<Matrix> x = embed(target, model.embedding);
  if (!x) return x.error();
  drop(options.dropout, siteOfTarget(), *x);
  trace.decoder.resize(model.config.decoderLayers);
  for (std::size_t i = 0; i < trace.decoder.size(); ++i) {
    x = decoderBlock(std::move(*x), target, encoded, model.parts.decoder[i], options, i,
                     siteOfDecoder(model.config, i), trace.decoder[i]);
    if (!x) return x.error();
  }
  trace.decoderStream = std::move(*x);
  trace.decoderNorm = layerNorm(trace.decoderStream, model.parts.decoderNorm);
  return {};
}

Expected<ModelTrace> runModel(const PackedModel& model, const Sentences& source, const Sentences& target,
                              const ForwardOptions& options) {
  ModelTrace trace;
  if (model.config.hasEncoder()) {
    if (Check error = checkEqual("source", source.count(), "sentences", "target", target.count())) return *error;
    if (Check error = encode(model, source, options, trace)) return *error;
  }
  if (Check error = decode(model, source, target, options, trace)) return *error;
  return trace;
}

Matrix logits(const PackedModel& model, ConstView decoded) {
  Matrix result({decoded.rows, model.config.vocabulary});
  multiply(decoded, model.parts.embedding, view(result));
  return result;
}

}  // namespace attention
