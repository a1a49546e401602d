#include "training/model_backward.hpp"

#include "tensor/check.hpp"
#include "training/blocks_backward.hpp"
#include "training/embedding_backward.hpp"
#include "training/layer_norm_backward.hpp"

namespace attention {

namespace {

Check checkAlignment(const Examples& examples) {
  if (Check error = checkEqual("alignedTo", examples.alignedTo.size(), "rows", "targets", examples.targets.size())) {
    return error;
  }
  for (std::size_t i = 0; i < examples.input.count(); ++i) {
    for (std::size_t l = examples.input.starts[i]; l < examples.input.starts[i + 1]; ++l) {
      const std::uint32_t key = examples.alignedTo[l];
      if (key == kAnywhere || key < examples.source.length(i)) continue;
      return Error{ErrorCode::InvalidSize, sentence({"a target is aligned to token ", key, " of its source, which has ",
                                                     examples.source.length(i), " tokens"})};
    }
  }
  return {};
}

Check checkExamples(const Examples& examples, std::size_t vocabulary) {
  if (Check error = checkEqual("targets", examples.targets.size(), "tokens", "input", examples.input.ids.size())) {
    return error;
  }
  for (const TokenId target : examples.targets) {
    if (target < vocabulary) continue;
    return Error{ErrorCode::InvalidSize,
                 sentence({"a target token is ", target, ", but the vocabulary has ", vocabulary, " tokens"})};
  }
  return examples.alignedTo.empty() ? Check() : checkAlignment(examples);
}

// Which part of the loss is the guided head's: none where nobody knows the alignment.
GuidanceSums lossOfGuided(const ModelConfig& config, const Examples& examples, const ModelTrace& trace) {
  if (examples.alignedTo.empty()) return {};
  const HeadPlace place = alignmentHead(config);
  return guidanceLoss(trace.decoder[place.layer].cross, {examples.input.starts, examples.source.starts},
                      {place.head, examples.alignedTo, 0});
}

}  // namespace

Expected<LossSums> addGradient(const PackedModel& model, const PackedModel& transposed, const Examples& examples,
                               const ForwardOptions& options, const LossOptions& loss, ModelViews& gradient) {
  const ModelConfig& config = model.config;
  if (Check error = checkExamples(examples, config.vocabulary)) return *error;
  const Expected<ModelTrace> run = runModel(model, examples.source, examples.input, options);
  if (!run) return run.error();
  const ModelTrace& trace = *run;

  Matrix dDecoded(trace.decoderNorm.output.shape());
  LossSums sums = outputLoss(trace.decoderNorm.output, examples.targets, model, transposed, loss, dDecoded,
                                   gradient.embedding);
  sums.guidance = lossOfGuided(config, examples, trace);
  Matrix stream = xt::zeros<float>(dDecoded.shape());
  layerNormBackward(dDecoded, trace.decoderStream, trace.decoderNorm, model.parts.decoderNorm, stream,
                    gradient.decoderNorm);

  Encoded encoded;
  Matrix dEncoded;
  if (config.hasEncoder()) {
    encoded = {&trace.encoderNorm.output, &examples.source};
    dEncoded = xt::zeros<float>(trace.encoderNorm.output.shape());
  }
  const HeadPlace guided = alignmentHead(config);
  const Guidance guidance = {guided.head, examples.alignedTo, loss.guidance * loss.factor};
  for (std::size_t i = config.decoderLayers; i-- > 0;) {
    const bool isGuided = loss.guidance > 0 && !examples.alignedTo.empty() && i == guided.layer;
    decoderBlockBackward(stream, examples.input, encoded, trace.decoder[i], transposed.parts.decoder[i], options,
                         siteOfDecoder(config, i), gradient.decoder[i],
                         isGuided ? &guidance : nullptr, &dEncoded);
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
  if (Check error = checkExamples(examples, model.config.vocabulary)) return *error;
  ForwardOptions options;
  options.heads = model.config.heads;
  options.keep = Keep::Weights;
  const Expected<ModelTrace> trace = runModel(model, examples.source, examples.input, options);
  if (!trace) return trace.error();
  LossSums sums = outputLoss(trace->decoderNorm.output, examples.targets, model, 0.0f);
  sums.guidance = lossOfGuided(model.config, examples, *trace);
  return sums;
}

}  // namespace attention
