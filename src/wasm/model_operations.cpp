// What attention-view.model.wasm can do: a trained model, from its parameters to what it says. The trace of a call is as
// long as its texts, so nothing is reserved for it: tensors are taken from the heap and the last results are kept.
#include <algorithm>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "transformer/beam_search.hpp"
#include "transformer/generation.hpp"
#include "transformer/predictions.hpp"
#include "wasm/operations.hpp"

namespace attention::wasm {

namespace {

constexpr std::size_t kCandidates = 5;

Expected<Bytes> measureNothing(const Request&) { return Bytes(); }

// ---- the model

struct LoadedModel {
  std::unique_ptr<float[]> parameters, panels;
  PackedModel packed;
};

ModelConfig configOf(const Request& request) {
  const auto size = [&](std::string_view name) { return request.integer<std::size_t>(name); };
  return {size("layers"), size("decoderLayers"), size("heads"), size("dModel"), size("feedForward"), size("vocabulary")};
}

const PackedModel& modelOf(const Request& request) {
  return reinterpret_cast<const LoadedModel*>(request.integer<std::uintptr_t>("model"))->packed;
}

// A line for each tensor in the order of the parameters: its name and its shape.
void layout(Request& request, Reply& reply) {
  const ModelConfig config = configOf(request);
  if (Check error = checkConfig(config)) return reply.refuse(*error);
  static std::string lines;
  lines.clear();
  for (const NamedTensor& tensor : tensorsOf(config)) {
    lines += tensor.name;
    if (!tensor.isVector) lines += sentence({" ", tensor.rows});
    lines += sentence({" ", tensor.columns, "\n"});
  }
  reply.add("lines", lines);
}

void loadModel(Request& request, Reply& reply) {
  const ModelConfig config = configOf(request);
  if (Check error = checkConfig(config)) return reply.refuse(*error);
  const std::size_t count = parameterCount(config);
  const std::uint64_t panels = packedModelSize(config);
  auto* const model = new LoadedModel;
  model->parameters.reset(new (std::nothrow) float[count]);
  model->panels.reset(new (std::nothrow) float[static_cast<std::size_t>(panels)]);
  if (!model->parameters || !model->panels) {
    delete model;
    return reply.refuse(outOfMemory((count + panels) * sizeof(float)));
  }
  {
    const std::optional<Vector> parameters = request.takeVector("parameters");
    std::copy_n(parameters->data(), count, model->parameters.get());
  }
  arena().release();   // no other call needs as much
  model->packed = packModel(config, model->parameters.get(), model->panels.get());
  reply.add("model", static_cast<double>(reinterpret_cast<std::uintptr_t>(model)));
}

void releaseModel(Request& request, Reply&) {
  delete reinterpret_cast<LoadedModel*>(request.integer<std::uintptr_t>("model"));
}

// ---- what a call works on

std::vector<TokenId> takeIds(Request& request, std::string_view name) {
  const std::optional<Vector> numbers = request.takeVector(name);
  if (!numbers) return {};
  std::vector<TokenId> ids;
  for (const float number : *numbers) ids.push_back(static_cast<TokenId>(number));
  return ids;
}

// Rows of place, layer, head, change.
HeadEdits takeEdits(Request& request) {
  const Matrix table = request.takeMatrix("edits");
  HeadEdits edits;
  for (std::size_t i = 0; i < table.shape(0); ++i) {
    edits.push_back({static_cast<AttentionPlace>(table(i, 0)), static_cast<std::size_t>(table(i, 1)),
                     static_cast<std::size_t>(table(i, 2)), static_cast<HeadChange>(table(i, 3))});
  }
  return edits;
}

Sentences one(const std::vector<TokenId>& ids) {
  Sentences sentences;
  sentences.add(ids);
  return sentences;
}

// <s> and all that was said but the last.
std::vector<TokenId> inputFor(const std::vector<TokenId>& said) {
  std::vector<TokenId> input(said);
  input.insert(input.begin(), kStart);
  input.pop_back();
  return input;
}

// The weights of all layers, one after the other: (layers * H, L, S)
template <class Blocks, class Layer>
Heads allWeights(const Blocks& blocks, Layer layer) {
  const auto weightsOf = [&](const auto& block) -> const Heads& { return (block.*layer).sentences[0].attention.weights; };
  const Heads& first = weightsOf(blocks[0]);
  Heads all({blocks.size() * first.shape(0), rows(first), columns(first)});
  float* place = all.data();
  for (const auto& block : blocks) place = std::copy(weightsOf(block).begin(), weightsOf(block).end(), place);
  return all;
}

// ---- results, which JS copies out before the next call

struct Results {
  Heads encoder, decoder, cross;
  Predictions predictions;
  Indices ids, parents, done;
  Vector logProbabilities;
  SentenceAttention sentence;
};
Results results;

void addIds(const std::vector<TokenId>& ids, Reply& reply) {
  results.ids.assign(ids.begin(), ids.end());
  reply.add("ids", results.ids);
}

void addPredictions(const PackedModel& model, const ModelTrace& trace, const std::vector<TokenId>& came, Reply& reply) {
  results.predictions = predict(model, trace.decoderNorm.output, came, kCandidates);
  reply.add("candidates", results.predictions.candidates);
  reply.add("candidateProbabilities", results.predictions.candidateProbabilities);
  reply.add("probabilities", results.predictions.probabilities);
  results.decoder = allWeights(trace.decoder, &DecoderBlockTrace::self);
  reply.add("decoder", results.decoder);
}

// What was asked to be said, else what the model says after the prefix.
Expected<std::vector<TokenId>> saidBy(const PackedModel& model, const std::vector<TokenId>& source, const HeadEdits& edits,
                                      Request& request) {
  if (request.has("said")) return takeIds(request, "said");
  const std::vector<TokenId> prefix = takeIds(request, "prefix");
  GreedyOptions options;
  options.most = request.integer<std::size_t>("most");
  options.prefix = prefix;
  options.edits = edits;
  Expected<std::vector<TokenId>> said = generateGreedily(model, source, options);
  if (said && said->size() < options.most) (*said).push_back(kEnd);
  return said;
}

void translate(Request& request, Reply& reply) {
  arena().close();
  const PackedModel& model = modelOf(request);
  const std::vector<TokenId> source = takeIds(request, "source");
  const HeadEdits edits = takeEdits(request);
  if (Check error = checkEdits(edits, model.config)) return reply.refuse(*error);
  const auto said = saidBy(model, source, edits, request);
  if (!said) return reply.refuse(said.error());
  const ForwardOptions options = {model.config.heads, Keep::Weights, {}, edits};
  const Expected<ModelTrace> trace = runModel(model, one(source), one(inputFor(*said)), options);
  if (!trace) return reply.refuse(trace.error());
  addIds(*said, reply);
  addPredictions(model, *trace, *said, reply);
  results.encoder = allWeights(trace->encoder, &EncoderBlockTrace::self);
  results.cross = allWeights(trace->decoder, &DecoderBlockTrace::cross);
  reply.add("encoder", results.encoder);
  reply.add("cross", results.cross);
}

// ids begin with <s>. The last probability is of </s>.
void predictNext(Request& request, Reply& reply) {
  arena().close();
  const PackedModel& model = modelOf(request);
  const std::vector<TokenId> ids = takeIds(request, "ids");
  const ForwardOptions options = {model.config.heads, Keep::Weights, {}, takeEdits(request)};
  if (Check error = checkEdits(options.edits, model.config)) return reply.refuse(*error);
  const Expected<ModelTrace> trace = runModel(model, {}, one(ids), options);
  if (!trace) return reply.refuse(trace.error());
  std::vector<TokenId> came(ids.begin() + 1, ids.end());
  came.push_back(kEnd);
  addPredictions(model, *trace, came, reply);
  reply.add("next", results.predictions.next);
}

// The stages of one head, from what was read and said.
void stages(Request& request, Reply& reply) {
  arena().close();
  const PackedModel& model = modelOf(request);
  const auto place = request.integer<AttentionPlace>("place");
  const auto layer = request.integer<std::size_t>("layer"), head = request.integer<std::size_t>("head");
  const std::vector<TokenId> source = takeIds(request, "source"), input = takeIds(request, "input");
  const ForwardOptions options = {model.config.heads, Keep::Everything, {}, takeEdits(request)};
  if (Check error = checkHead(place, layer, head, model.config)) return reply.refuse(*error);
  Sentences read;
  if (model.config.hasEncoder()) read.add(source);
  Expected<ModelTrace> trace = runModel(model, read, one(input), options);
  if (!trace) return reply.refuse(trace.error());
  ModelTrace& made = *trace;
  AttentionLayerTrace& kept = place == AttentionPlace::Encoder ? made.encoder[layer].self
                              : place == AttentionPlace::Decoder ? made.decoder[layer].self : made.decoder[layer].cross;
  results.sentence = std::move(kept.sentences[0]);
  const auto add = [&](std::string_view name, const Heads& heads) { reply.addHead(name, heads, head); };
  add("q", results.sentence.q);
  add("k", results.sentence.k);
  add("v", results.sentence.v);
  add("scores", results.sentence.attention.scores);
  add("weights", results.sentence.attention.weights);
  add("output", results.sentence.attention.heads);
}

void beams(Request& request, Reply& reply) {
  arena().close();
  BeamOptions options;
  options.width = request.integer<std::size_t>("width");
  options.most = request.integer<std::size_t>("most");
  const Expected<BeamTree> tree = searchBeams(modelOf(request), takeIds(request, "source"), options);
  if (!tree) return reply.refuse(tree.error());
  results.ids.clear();
  results.parents.clear();
  results.done.clear();
  results.logProbabilities = Vector::from_shape({tree->nodes.size()});
  for (const BeamNode& node : tree->nodes) {
    results.logProbabilities(results.ids.size()) = static_cast<float>(node.logProbability);
    results.ids.push_back(node.id);
    results.parents.push_back(node.parent + 1);
    results.done.push_back(node.isDone ? 1 : 0);
  }
  reply.add("ids", results.ids);
  reply.add("parents", results.parents);   // from 1; 0: none
  reply.add("done", results.done);
  reply.add("logProbabilities", results.logProbabilities);
  reply.add("best", static_cast<double>(tree->best));
}

void drawText(Request& request, Reply& reply) {
  arena().close();
  SamplingOptions options;
  options.temperature = request.number("temperature");
  options.topK = request.integer<std::size_t>("topK");
  options.topP = request.number("topP");
  options.seed = request.integer<std::uint32_t>("seed");
  options.most = request.integer<std::size_t>("most");
  const Expected<std::vector<TokenId>> said = sample(modelOf(request), takeIds(request, "ids"), options);
  if (!said) return reply.refuse(said.error());
  addIds(*said, reply);
}

constexpr Operation kOperations[] = {
    {"layout", measureNothing, layout},
    {"loadModel", measureNothing, loadModel},
    {"releaseModel", measureNothing, releaseModel},
    {"translate", measureNothing, translate},
    {"predict", measureNothing, predictNext},
    {"stages", measureNothing, stages},
    {"beams", measureNothing, beams},
    {"sample", measureNothing, drawText},
};

}  // namespace

const Operation* findOperation(std::string_view name) {
  const auto* const found = std::ranges::find(kOperations, name, &Operation::name);
  return found != std::end(kOperations) ? found : nullptr;
}

}  // namespace attention::wasm
