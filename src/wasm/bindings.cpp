// The engine's face towards JS. The names are private: web/engine/engine.js is the API, checks every argument first, and
// turns { error } into an AttentionError.
#include <emscripten/bind.h>

#include "attention/mask.hpp"
#include "attention/multi_head.hpp"
#include "attention/variants/article.hpp"
#include "transformer/token_vectors.hpp"
#include "wasm/tensor_values.hpp"

namespace attention::wasm {

using emscripten::val;

namespace {

AttentionOptions readOptions(const val& request) {
  AttentionOptions options;
  options.attnMask = readMask(request["attnMask"]);
  options.isCausal = request["isCausal"].as<bool>();
  if (!request["scale"].isUndefined()) options.scale = request["scale"].as<float>();
  return options;
}

Parameters readParameters(const val& p) {
  return {readMatrix(p["wq"]), readMatrix(p["wk"]), readMatrix(p["wv"]), readMatrix(p["wo"]),
          readVector(p["bq"]), readVector(p["bk"]), readVector(p["bv"]), readVector(p["bo"])};
}

void writeStages(val& result, const AttentionTrace& trace) {
  result.set("scores", write(trace.scores));
  result.set("scaled", write(trace.scaled));
  result.set("masked", write(trace.masked));
  result.set("weights", write(trace.weights));
}

// The one head of scaledDotProductAttention without its leading 1: (1, L, S) -> (L, S).
void dropHeadAxis(val& result) {
  for (const char* stage : {"scores", "scaled", "masked", "weights", "output"}) result[stage]["shape"].call<val>("shift");
}

val scaledDotProduct(const val& request) {
  const Expected<AttentionTrace> trace = scaledDotProductAttention(
      readMatrix(request["query"]), readMatrix(request["key"]), readMatrix(request["value"]), readOptions(request));
  if (!trace) return write(trace.error());
  val result = val::object();
  writeStages(result, *trace);
  result.set("output", write(trace->heads));
  dropHeadAxis(result);
  result.set("fullyMaskedRows", write(trace->fullyMaskedRows));
  return result;
}

val multiHead(const val& request) {
  MultiHeadOptions options;
  options.attention = readOptions(request);
  options.needWeights = request["needWeights"].as<bool>();
  std::optional<Parameters> parameters;
  if (!request["parameters"].isUndefined()) parameters = readParameters(request["parameters"]);
  options.parameters = parameters ? &*parameters : nullptr;

  const Matrix query = readMatrix(request["query"]);
  const Matrix key = readMatrix(request["key"]);
  const Matrix value = readMatrix(request["value"]);
  const Expected<MultiHeadTrace> trace =
      multiHeadAttention(query, key, value, request["numHeads"].as<std::size_t>(), options);
  if (!trace) return write(trace.error());
  val result = val::object();
  result.set("q", write(trace->q));
  result.set("k", write(trace->k));
  result.set("v", write(trace->v));
  if (options.needWeights) writeStages(result, trace->attention);
  result.set("heads", write(trace->attention.heads));
  result.set("concat", write(trace->concat));
  result.set("output", write(trace->output));
  result.set("fullyMaskedRows", write(trace->attention.fullyMaskedRows));
  return result;
}

val writeArticle(const Expected<ArticleTrace>& trace) {
  if (!trace) return write(trace.error());
  val result = val::object();
  result.set("q", write(trace->q));
  result.set("k", write(trace->k));
  result.set("v", write(trace->v));
  result.set("scores", write(trace->scores));
  result.set("scaled", write(trace->scaled));
  result.set("divided", write(trace->divided));
  result.set("weights", write(trace->weights));
  result.set("attended", write(trace->attended));
  result.set("output", write(trace->output));
  return result;
}

std::optional<std::size_t> readModelWidth(const val& request) {
  if (request["dModel"].isUndefined()) return {};
  return request["dModel"].as<std::size_t>();
}

val articleSelf(const val& request) {
  return writeArticle(articleSelfAttention(readMatrix(request["matrix"]), readModelWidth(request)));
}

val articleMultiHead(const val& request) {
  const ArticleParameters parameters = {readMatrix(request["wq"]), readMatrix(request["wk"]), readMatrix(request["wv"])};
  return writeArticle(articleMultiHeadAttention(readMatrix(request["matrix"]), parameters, readModelWidth(request)));
}

val vectors(const val& request) {
  TokenVectorOptions options;
  options.modelWidth = request["dModel"].as<std::size_t>();
  options.seed = request["seed"].as<std::uint32_t>();
  options.positions = request["positions"].as<bool>();
  const Expected<Matrix> x = tokenVectors(emscripten::vecFromJSArray<std::string>(request["tokens"]), options);
  return x ? write(*x) : write(x.error());
}

val xavier(const val& request) {
  const Parameters parameters = xavierParameters(request["dModel"].as<std::size_t>(), request["seed"].as<std::uint32_t>());
  val result = val::object();
  result.set("wq", write(parameters.wq));
  result.set("wk", write(parameters.wk));
  result.set("wv", write(parameters.wv));
  result.set("wo", write(parameters.wo));
  return result;
}

val padding(const val& request) {
  return write(paddingMask(request["queries"].as<std::size_t>(), emscripten::vecFromJSArray<bool>(request["keep"])));
}

val slidingWindow(const val& request) {
  return write(slidingWindowMask(request["queries"].as<std::size_t>(), request["keys"].as<std::size_t>(),
                                 request["window"].as<std::size_t>()));
}

}  // namespace

EMSCRIPTEN_BINDINGS(attention) {
  emscripten::function("scaledDotProductAttention", &scaledDotProduct);
  emscripten::function("multiHeadAttention", &multiHead);
  emscripten::function("articleSelfAttention", &articleSelf);
  emscripten::function("articleMultiHeadAttention", &articleMultiHead);
  emscripten::function("tokenVectors", &vectors);
  emscripten::function("xavierParameters", &xavier);
  emscripten::function("paddingMask", &padding);
  emscripten::function("slidingWindowMask", &slidingWindow);
}

}  // namespace attention::wasm
