#include "wasm/operations.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attention/mask.hpp"
#include "attention/multi_head.hpp"
#include "attention/variants/article.hpp"
#include "tensor/check.hpp"
#include "transformer/token_vectors.hpp"

namespace attention::wasm {

namespace {

// query, key and value, each made once though one may stand for all three: an absent key is the query, an absent value the key.
class Inputs {
 public:
  explicit Inputs(Request& request) : query_(request.takeMatrix("query")) {
    if (request.has("key")) key_ = request.takeMatrix("key");
    if (request.has("value")) value_ = request.takeMatrix("value");
  }

  const Matrix& query() const { return query_; }
  const Matrix& key() const { return key_ ? *key_ : query_; }
  const Matrix& value() const { return value_ ? *value_ : key(); }

 private:
  Matrix query_;
  std::optional<Matrix> key_, value_;
};

std::string_view keyOf(const Request& request) { return request.has("key") ? "key" : "query"; }
std::string_view valueOf(const Request& request) { return request.has("value") ? "value" : keyOf(request); }

AttentionOptions takeOptions(Request& request) {
  AttentionOptions options;
  options.attnMask = request.takeMask("attnMask");
  options.isCausal = request.isTrue("isCausal");
  if (request.has("scale")) options.scale = static_cast<float>(request.number("scale"));
  return options;
}

Parameters takeParameters(Request& request) {
  return {request.takeMatrix("wq"), request.takeMatrix("wk"), request.takeMatrix("wv"), request.takeMatrix("wo"),
          request.takeVector("bq"), request.takeVector("bk"), request.takeVector("bv"), request.takeVector("bo")};
}

// ---- scaledDotProductAttention

Expected<Bytes> measureScaledDotProduct(const Request& request) {
  const std::uint64_t queries = request.extent("query", 0);
  const std::uint64_t keys = request.extent(keyOf(request), 0);
  if (Check error = checkTraceSize(1, queries, keys)) return *error;
  return scaledDotProductBytes({1, queries, keys, request.extent("query", 1), request.extent(valueOf(request), 1)});
}

void scaledDotProduct(Request& request, Reply& reply) {
  const Inputs inputs(request);
  const Expected<AttentionTrace> trace =
      scaledDotProductAttention(inputs.query(), inputs.key(), inputs.value(), takeOptions(request));
  if (!trace) return reply.refuse(trace.error());
  reply.addHead("scores", trace->scores);
  reply.addHead("scaled", trace->scaled);
  reply.addHead("masked", trace->masked);
  reply.addHead("weights", trace->weights);
  reply.addHead("output", trace->heads);
  reply.add("fullyMaskedRows", trace->fullyMaskedRows);
}

// ---- multiHeadAttention

// Of the parameters only which kind they are, until they are taken.
MultiHeadOptions readMultiHeadOptions(const Request& request) {
  static const Parameters notYet;
  MultiHeadOptions options;
  options.needWeights = request.isTrue("needWeights");
  options.needTrace = request.isTrue("needTrace");
  if (request.has("wq")) options.parameters = &notYet;
  if (request.has("prepared")) {
    options.parameters = reinterpret_cast<const PreparedParameters*>(request.integer<std::uintptr_t>("prepared"));
  }
  return options;
}

Expected<Bytes> measureMultiHead(const Request& request) {
  const MultiHeadOptions options = readMultiHeadOptions(request);
  const std::uint64_t numHeads = request.integer<std::uint64_t>("numHeads");
  const std::uint64_t queries = request.extent("query", 0);
  const std::uint64_t keys = request.extent(keyOf(request), 0);
  if (Check error = checkTraceSize(numHeads, queries, keys, kept(options))) return *error;
  return multiHeadBytes(queries, keys, request.extent("query", 1), numHeads, options);
}

void multiHead(Request& request, Reply& reply) {
  MultiHeadOptions options = readMultiHeadOptions(request);
  options.attention = takeOptions(request);
  const Parameters parameters = takeParameters(request);
  if (request.has("wq")) options.parameters = &parameters;
  const Inputs inputs(request);
  const Expected<MultiHeadTrace> trace = multiHeadAttention(
      inputs.query(), inputs.key(), inputs.value(), request.integer<std::size_t>("numHeads"), options);
  if (!trace) return reply.refuse(trace.error());
  if (options.needTrace) {
    reply.add("q", trace->q);
    reply.add("k", trace->k);
    reply.add("v", trace->v);
  }
  if (options.needTrace && options.needWeights) {
    reply.add("scores", trace->attention.scores);
    reply.add("scaled", trace->attention.scaled);
    reply.add("masked", trace->attention.masked);
  }
  if (options.needWeights) reply.add("weights", trace->attention.weights);
  if (options.needTrace) {
    reply.add("heads", trace->attention.heads);
    reply.add("concat", trace->concat);
  }
  reply.add("output", trace->output);
  reply.add("fullyMaskedRows", trace->attention.fullyMaskedRows);
}

// ---- parameters

Expected<Bytes> measureNothing(const Request&) { return Bytes(); }

void prepareParameters(Request& request, Reply& reply) {
  Expected<PreparedParameters> prepared = PreparedParameters::from(takeParameters(request));
  if (!prepared) return reply.refuse(prepared.error());
  const auto* const kept = new PreparedParameters(std::move(*prepared));
  reply.add("address", static_cast<double>(reinterpret_cast<std::uintptr_t>(kept)));
}

void releaseParameters(Request& request, Reply&) {
  delete reinterpret_cast<PreparedParameters*>(request.integer<std::uintptr_t>("address"));
}

Expected<Bytes> measureXavier(const Request& request) {
  const std::uint64_t width = request.integer<std::uint64_t>("dModel");
  return Bytes().add(width * width).add(width * width).add(width * width).add(width * width);
}

void xavier(Request& request, Reply& reply) {
  const Parameters parameters =
      xavierParameters(request.integer<std::size_t>("dModel"), request.integer<std::uint32_t>("seed"));
  reply.add("wq", parameters.wq);
  reply.add("wk", parameters.wk);
  reply.add("wv", parameters.wv);
  reply.add("wo", parameters.wo);
}

// ---- the article's listing

Expected<Bytes> measureArticle(const Request& request) {
  const std::uint64_t rows = request.extent("matrix", 0);
  const std::uint64_t columns = request.extent("matrix", 1);
  if (Check error = checkTraceSize(1, rows, rows)) return *error;
  std::uint64_t width = columns;
  for (const char* name : {"wq", "wk", "wv"}) width = std::max(width, request.extent(name, 1));
  return articleBytes(rows, columns, width);
}

void article(Request& request, Reply& reply) {
  const Matrix matrix = request.takeMatrix("matrix");
  std::optional<std::size_t> modelWidth;
  if (request.has("dModel")) modelWidth = request.integer<std::size_t>("dModel");
  const ArticleParameters parameters = {request.takeMatrix("wq"), request.takeMatrix("wk"), request.takeMatrix("wv")};
  const Expected<ArticleTrace> trace = request.has("wq") ? articleMultiHeadAttention(matrix, parameters, modelWidth)
                                                         : articleSelfAttention(matrix, modelWidth);
  if (!trace) return reply.refuse(trace.error());
  reply.add("q", trace->q);
  reply.add("k", trace->k);
  reply.add("v", trace->v);
  reply.add("scores", trace->scores);
  reply.add("scaled", trace->scaled);
  reply.add("divided", trace->divided);
  reply.add("weights", trace->weights);
  reply.add("attended", trace->attended);
  reply.add("output", trace->output);
}

// ---- token vectors

constexpr std::uint8_t kBetweenTokens = 0xFF;  // no byte of UTF-8

Expected<Bytes> measureTokenVectors(const Request& request) {
  return tokenVectorBytes(request.integer<std::uint64_t>("count"), request.integer<std::uint64_t>("dModel"));
}

void makeTokenVectors(Request& request, Reply& reply) {
  const ByteMatrix text = request.takeBytes("tokens");
  std::vector<std::string> tokens(1);
  for (const std::uint8_t byte : text) {
    if (byte == kBetweenTokens) {
      tokens.emplace_back();
    } else {
      tokens.back().push_back(static_cast<char>(byte));
    }
  }
  TokenVectorOptions options;
  options.modelWidth = request.integer<std::size_t>("dModel");
  options.seed = request.integer<std::uint32_t>("seed");
  options.positions = request.isTrue("positions");
  static TokenMemory memory;
  const Expected<Matrix> x = tokenVectors(tokens, options, &memory);
  return x ? reply.add("vectors", *x) : reply.refuse(x.error());
}

// ---- masks

Expected<Bytes> measurePadding(const Request& request) {
  return Bytes().add<std::uint8_t>(request.integer<std::uint64_t>("queries") * request.extent("keep", 1));
}

void padding(Request& request, Reply& reply) {
  const ByteMatrix keep = request.takeBytes("keep");
  reply.add("mask", paddingMask(request.integer<std::size_t>("queries"), std::vector<bool>(keep.begin(), keep.end())));
}

Expected<Bytes> measureSlidingWindow(const Request& request) {
  return Bytes().add<std::uint8_t>(request.integer<std::uint64_t>("queries") * request.integer<std::uint64_t>("keys"));
}

void slidingWindow(Request& request, Reply& reply) {
  reply.add("mask", slidingWindowMask(request.integer<std::size_t>("queries"), request.integer<std::size_t>("keys"),
                                      request.integer<std::size_t>("window")));
}

// ---- the module itself

#if defined(__wasm_relaxed_simd__)
constexpr std::string_view kBuild = "relaxed-simd";
#elif defined(__wasm_simd128__)
constexpr std::string_view kBuild = "simd";
#else
constexpr std::string_view kBuild = "wasm2js";
#endif

void describe(Request&, Reply& reply) { reply.add("build", kBuild); }

constexpr Operation kOperations[] = {
    {"scaledDotProductAttention", measureScaledDotProduct, scaledDotProduct},
    {"multiHeadAttention", measureMultiHead, multiHead},
    {"prepareParameters", measureNothing, prepareParameters},
    {"releaseParameters", measureNothing, releaseParameters},
    {"xavierParameters", measureXavier, xavier},
    {"articleAttention", measureArticle, article},
    {"tokenVectors", measureTokenVectors, makeTokenVectors},
    {"paddingMask", measurePadding, padding},
    {"slidingWindowMask", measureSlidingWindow, slidingWindow},
    {"describe", measureNothing, describe},
};

}  // namespace

const Operation* findOperation(std::string_view name) {
  const auto* const found = std::ranges::find(kOperations, name, &Operation::name);
  return found != std::end(kOperations) ? found : nullptr;
}

}  // namespace attention::wasm
