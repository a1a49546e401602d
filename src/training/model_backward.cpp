#include "training/model_backward.hpp"

#include "tensor/check.hpp"
#include "training/blocks_backward.hpp"
#include "training/embedding_backward.hpp"
#include "training/layer_norm_backward.hpp"

namespace attention {

namespace {

Check checkTargets(const Examples& examples, std::size_t vocabulary) {
  if (Check error = checkEqual("targets", examples.targets.size(), "tokens", "input", examples.input.ids.size())) {
    return error;
  }
  for (const TokenId target : examples.targets) {
    if (target < vocabulary) continue;
    return Error{ErrorCode::InvalidSize,
                 sentence({"a target token is ", target, ", but the vocabulary has ", vocabulary, " tokens"})};
  }
  return {};
}

}  // namespace

Expected<LossSums> addGradient(const PackedModel& model, const PackedModel& transposed, const Examples& examples,
                               const ForwardOptions& options, const LossOptions& loss, ModelViews& gradient) {
  const ModelConfig& config = model.config;
  if (Check error = checkTargets(examples, config.vocabulary)) return *error;
  const Expected<ModelTrace> run = runModel(model, examples.source, examples.input, options);
  if (!run) return run.error();
  const ModelTrace& trace = *run;

  Matrix dDecoded(trace.decoderNorm.output.shape());
  const LossSums sums = outputLoss(trace.decoderNorm.output, examples.targets, model, transposed, loss, dDecoded,
                                   gradient.embedding);
  Matrix stream = xt::zeros<float>(dDecoded.shape());
  layerNormBackward(dDecoded, trace.decoderStream, trace.decoderNorm, model.parts.decoderNorm, stream,
                    gradient.decoderNorm);

  Encoded encoded;
  Matrix dEncoded;
  if (config.hasEncoder()) {
    encoded = {&trace.encoderNorm.output, &examples.source};
    dEncoded = xt::zeros<float>(trace.encoderNorm.output.shape());
  }
  for (std::size_t i = config.decoderLayers; i-- > 0;) {
    decoderBlockBackward(stream, examples.input, encoded, trace.decoder[i], transposed.parts.decoder[i], options,
                         siteOfDecoder(config, i), gradient.decoder[i], &dEncoded);
  }
  drop(options.dropout, siteOfTarget(), stream);
  embedBackward(stream, examples.input, gradient.embedding);
  if (!config.hasEncoder()) return sums;

  stream = xt::zeros<float>(dEncoded.shape());
  layerNormBackward(dEncoded, trace.encoderStream, trace.encoderNorm, model.parts.encoderNorm, stream,
                    gradient.encoderNorm);
  for (std::size_t i = config.layers; i-- > 0;) {
    encoderBlockBackward(stream, examples.source, trace.encoder[i], transposed.parts.encoder[i], options,
                         siteOfEncoder(i), gradient.encoder[i]);
  }
  drop(options.dropout, siteOfSource(), stream);
  embedBackward(stream, examples.source, gradient.embedding);
  return sums;
}

Expected<LossSums> lossOf(const PackedModel& model, const Examples& examples) {
  if (Check error = checkTargets(examples, model.config.vocabulary)) return *error;
  ForwardOptions options;
  options.heads = model.config.heads;
  options.keep = Keep::Weights;
  const Expected<ModelTrace> trace = runModel(model, examples.source, examples.input, options);
  if (!trace) return trace.error();
  return outputLoss(trace->decoderNorm.output, examples.targets, model, 0.0f);
}

}  // namespace attention
