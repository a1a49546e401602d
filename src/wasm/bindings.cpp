// The engine's face towards JS. The names are private: web/engine/engine.js is the API, checks every argument first, copies
// what comes back, and turns { error } into an AttentionError.
//
// Every call reserves all that it needs before it reads an argument: where the memory cannot be had, nothing has happened.
#include <emscripten/bind.h>

#include <utility>

#include "attention/mask.hpp"
#include "attention/multi_head.hpp"
#include "attention/variants/article.hpp"
#include "tensor/check.hpp"
#include "transformer/token_vectors.hpp"
#include "wasm/tensor_values.hpp"

namespace attention::wasm {

using emscripten::val;

namespace {

// query, key and value, each read once though one may stand for all three.
class Inputs {
 public:
  explicit Inputs(const val& request) : query_(readMatrix(request["query"])) {
    if (!isSame(request, "key", "query")) key_ = readMatrix(request["key"]);
    if (!isSame(request, "value", "key")) value_ = readMatrix(request["value"]);
  }

  static Bytes bytes(const val& request) {
    Bytes bytes = bytesOf(request["query"]);
    if (!isSame(request, "key", "query")) bytes.add(bytesOf(request["key"]));
    if (!isSame(request, "value", "key")) bytes.add(bytesOf(request["value"]));
    return bytes.add(bytesOfMask(request["attnMask"]));
  }

  const Matrix& query() const { return query_; }
  const Matrix& key() const { return key_ ? *key_ : query_; }
  const Matrix& value() const { return value_ ? *value_ : key(); }

 private:
  static bool isSame(const val& request, const char* one, const char* other) {
    return request[one].strictlyEquals(request[other]);
  }

  Matrix query_;
  std::optional<Matrix> key_, value_;
};

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

Bytes bytesOfParameters(const val& p) {
  Bytes bytes;
  for (const char* name : {"wq", "wk", "wv", "wo", "bq", "bk", "bv", "bo"}) bytes.add(bytesOf(p[name]));
  return bytes;
}

void writeStages(val& result, const AttentionTrace& trace) {
  result.set("scores", write(trace.scores));
  result.set("scaled", write(trace.scaled));
  result.set("masked", write(trace.masked));
}

// The one head of scaledDotProductAttention without its leading 1: (1, L, S) -> (L, S).
void dropHeadAxis(val& result) {
  for (const char* stage : {"scores", "scaled", "masked", "weights", "output"}) result[stage]["shape"].call<val>("shift");
}

val scaledDotProduct(const val& request) {
  const std::uint64_t queries = extent(request["query"], 0);
  const std::uint64_t keys = extent(request["key"], 0);
  if (Check error = checkTraceSize(1, queries, keys)) return write(*error);
  const std::uint64_t width = extent(request["query"], 1);
  const Bytes bytes = scaledDotProductBytes({1, queries, keys, width, extent(request["value"], 1)});
  const ArenaScope scope(Inputs::bytes(request).add(bytes));
  if (!scope) return write(outOfMemory(bytes.total()));

  const Inputs inputs(request);
  const Expected<AttentionTrace> trace =
      scaledDotProductAttention(inputs.query(), inputs.key(), inputs.value(), readOptions(request));
  if (!trace) return write(trace.error());
  val result = val::object();
  writeStages(result, *trace);
  result.set("weights", write(trace->weights));
  result.set("output", write(trace->heads));
  dropHeadAxis(result);
  result.set("fullyMaskedRows", write(trace->fullyMaskedRows));
  return result;
}

val multiHead(const val& request) {
  const val given = request["parameters"];
  const val prepared = request["prepared"];
  const Parameters none;
  MultiHeadOptions options;
  options.needWeights = request["needWeights"].as<bool>();
  options.needTrace = request["needTrace"].as<bool>();
  if (!given.isUndefined()) options.parameters = &none;
  if (!prepared.isUndefined()) {
    options.parameters = reinterpret_cast<const PreparedParameters*>(prepared.as<std::uintptr_t>());
  }
  const std::size_t numHeads = request["numHeads"].as<std::size_t>();
  const std::uint64_t queries = extent(request["query"], 0);
  const std::uint64_t keys = extent(request["key"], 0);
  if (Check error = checkTraceSize(numHeads, queries, keys, kept(options))) return write(*error);
  Bytes bytes = multiHeadBytes(queries, keys, extent(request["query"], 1), numHeads, options);
  bytes.add(Inputs::bytes(request));
  if (!given.isUndefined()) bytes.add(bytesOfParameters(given));
  const ArenaScope scope(bytes);
  if (!scope) return write(outOfMemory(bytes.total()));

  options.attention = readOptions(request);
  std::optional<Parameters> parameters;
  if (!given.isUndefined()) options.parameters = &parameters.emplace(readParameters(given));
  const Inputs inputs(request);
  const Expected<MultiHeadTrace> trace =
      multiHeadAttention(inputs.query(), inputs.key(), inputs.value(), numHeads, options);
  if (!trace) return write(trace.error());
  val result = val::object();
  if (options.needTrace) {
    result.set("q", write(trace->q));
    result.set("k", write(trace->k));
    result.set("v", write(trace->v));
    if (options.needWeights) writeStages(result, trace->attention);
  }
  if (options.needWeights) result.set("weights", write(trace->attention.weights));
  if (options.needTrace) {
    result.set("heads", write(trace->attention.heads));
    result.set("concat", write(trace->concat));
  }
  result.set("output", write(trace->output));
  result.set("fullyMaskedRows", write(trace->attention.fullyMaskedRows));
  return result;
}

val prepare(const val& request) {
  const Bytes bytes = bytesOfParameters(request);
  Parameters parameters;
  {
    const ArenaScope scope(bytes);
    if (!scope) return write(outOfMemory(bytes.total()));
    parameters = readParameters(request);
  }
  Expected<PreparedParameters> prepared = PreparedParameters::from(parameters);
  if (!prepared) return write(prepared.error());
  val result = val::object();
  result.set("address", reinterpret_cast<std::uintptr_t>(new PreparedParameters(std::move(*prepared))));
  return result;
}

void release(std::uintptr_t address) { delete reinterpret_cast<PreparedParameters*>(address); }

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

val article(const val& request) {
  const bool isMultiHead = !request["wq"].isUndefined();
  const val matrix = request["matrix"];
  const std::uint64_t rows = extent(matrix, 0);
  if (Check error = checkTraceSize(1, rows, rows)) return write(*error);
  Bytes bytes = bytesOf(matrix);
  const std::uint64_t columns = extent(matrix, 1);
  std::uint64_t width = columns;
  if (isMultiHead) {
    for (const char* name : {"wq", "wk", "wv"}) {
      bytes.add(bytesOf(request[name]));
      width = std::max(width, extent(request[name], 1));
    }
  }
  bytes.add(articleBytes(rows, columns, width));
  const ArenaScope scope(bytes);
  if (!scope) return write(outOfMemory(bytes.total()));

  const Matrix x = readMatrix(matrix);
  const std::optional<std::size_t> modelWidth = readModelWidth(request);
  if (!isMultiHead) return writeArticle(articleSelfAttention(x, modelWidth));
  const ArticleParameters parameters = {readMatrix(request["wq"]), readMatrix(request["wk"]), readMatrix(request["wv"])};
  return writeArticle(articleMultiHeadAttention(x, parameters, modelWidth));
}

val vectors(const val& request) {
  TokenVectorOptions options;
  options.modelWidth = request["dModel"].as<std::size_t>();
  options.seed = request["seed"].as<std::uint32_t>();
  options.positions = request["positions"].as<bool>();
  const auto tokens = emscripten::vecFromJSArray<std::string>(request["tokens"]);
  const Bytes bytes = tokenVectorBytes(tokens.size(), options.modelWidth);
  const ArenaScope scope(bytes);
  if (!scope) return write(outOfMemory(bytes.total()));
  static TokenMemory memory;
  const Expected<Matrix> x = tokenVectors(tokens, options, &memory);
  return x ? write(*x) : write(x.error());
}

val xavier(const val& request) {
  const std::size_t width = request["dModel"].as<std::size_t>();
  Bytes bytes;
  for (int i = 0; i < 4; ++i) bytes.add(std::uint64_t{width} * width);
  const ArenaScope scope(bytes);
  if (!scope) return write(outOfMemory(bytes.total()));
  const Parameters parameters = xavierParameters(width, request["seed"].as<std::uint32_t>());
  val result = val::object();
  result.set("wq", write(parameters.wq));
  result.set("wk", write(parameters.wk));
  result.set("wv", write(parameters.wv));
  result.set("wo", write(parameters.wo));
  return result;
}

val padding(const val& request) {
  const std::size_t queries = request["queries"].as<std::size_t>();
  const auto keep = emscripten::vecFromJSArray<bool>(request["keep"]);
  const Bytes bytes = Bytes().add<std::uint8_t>(std::uint64_t{queries} * keep.size());
  const ArenaScope scope(bytes);
  return scope ? write(paddingMask(queries, keep)) : write(outOfMemory(bytes.total()));
}

val slidingWindow(const val& request) {
  const std::size_t queries = request["queries"].as<std::size_t>();
  const std::size_t keys = request["keys"].as<std::size_t>();
  const Bytes bytes = Bytes().add<std::uint8_t>(std::uint64_t{queries} * keys);
  const ArenaScope scope(bytes);
  return scope ? write(slidingWindowMask(queries, keys, request["window"].as<std::size_t>()))
               : write(outOfMemory(bytes.total()));
}

}  // namespace

#if defined(__wasm_relaxed_simd__)
constexpr const char* kBuild = "relaxed-simd";
#elif defined(__wasm_simd128__)
constexpr const char* kBuild = "simd";
#else
constexpr const char* kBuild = "wasm2js";
#endif

EMSCRIPTEN_BINDINGS(attention) {
  emscripten::constant("build", val(kBuild));
  emscripten::function("scaledDotProductAttention", &scaledDotProduct);
  emscripten::function("multiHeadAttention", &multiHead);
  emscripten::function("prepareParameters", &prepare);
  emscripten::function("releaseParameters", &release);
  emscripten::function("articleAttention", &article);
  emscripten::function("tokenVectors", &vectors);
  emscripten::function("xavierParameters", &xavier);
  emscripten::function("paddingMask", &padding);
  emscripten::function("slidingWindowMask", &slidingWindow);
}

}  // namespace attention::wasm
