#include "attention/multi_head.hpp"

#include <string_view>
#include <utility>

#include "attention/concatenation.hpp"
#include "attention/mask.hpp"
#include "attention/projection.hpp"
#include "tensor/check.hpp"

namespace attention {

namespace {

Check checkParametersOf(const MultiHeadOptions& options, std::size_t modelWidth) {
  if (const auto* plain = std::get_if<const Parameters*>(&options.parameters)) {
    return checkParameters(**plain, "query", modelWidth);
  }
  if (const auto* prepared = std::get_if<const PreparedParameters*>(&options.parameters)) {
    return checkEqual("wq", (*prepared)->modelWidth(), "rows", "query", modelWidth, "columns");
  }
  return {};
}

// The parameters in the order of the products; storage keeps those that had to be packed now.
std::optional<PackedParameters> packed(const MultiHeadOptions& options, Vector& storage) {
  if (const auto* prepared = std::get_if<const PreparedParameters*>(&options.parameters)) return (*prepared)->packed();
  const auto* plain = std::get_if<const Parameters*>(&options.parameters);
  if (plain == nullptr) return {};
  storage = Vector::from_shape({static_cast<std::size_t>(packedSize(rows((*plain)->wq)))});
  return pack(**plain, storage.data());
}

Check checkArguments(const Matrix& query, const Matrix& key, const Matrix& value, std::size_t numHeads,
                     const MultiHeadOptions& options) {
  if (Check error = checkShapes(query, key, value)) return error;
  if (Check error = checkEqual("value", columns(value), "columns", "query", columns(query))) return error;
  if (numHeads < 1 || columns(query) % numHeads != 0) {
    return Error{ErrorCode::InvalidHeads,
                 sentence({"numHeads is ", numHeads, ", which does not divide d_model ", columns(query)})};
  }
  if (Check error = checkTraceSize(numHeads, rows(query), rows(key), kept(options))) return error;
  if (Check error = checkNumbers(query, key, value, options.attention)) return error;
  return checkParametersOf(options, columns(query));
}

}  // namespace

Expected<MultiHeadTrace> multiHeadAttention(const Matrix& query, const Matrix& key, const Matrix& value,
                                            std::size_t numHeads, const MultiHeadOptions& options) {
  if (Check error = checkArguments(query, key, value, numHeads, options)) return *error;
  Vector storage;
  const std::optional<PackedParameters> p = packed(options, storage);
  MultiHeadTrace trace;
  if (p) {
    const auto* prepared = std::get_if<const PreparedParameters*>(&options.parameters);
    // whoever wants the whole trace is likely to ask again with a word more or less
    PreparedParameters::Memory* known = prepared != nullptr && options.needTrace ? &(*prepared)->memory() : nullptr;
    trace.q = splitHeads(project(query, p->wq, p->bq, known ? &known->q : nullptr), numHeads);
    trace.k = splitHeads(project(key, p->wk, p->bk, known ? &known->k : nullptr), numHeads);
    trace.v = splitHeads(project(value, p->wv, p->bv, known ? &known->v : nullptr), numHeads);
  } else {
    trace.q = splitHeads(query, numHeads);
    trace.k = splitHeads(key, numHeads);
    trace.v = splitHeads(value, numHeads);
  }

  const AttentionOptions& how = options.attention;
  Expected<AttentionTrace> attention =
      attend(trace.q, trace.k, trace.v, maskOf(how), scaleOf(how, trace.q), kept(options));
  if (!attention) return attention.error();
  trace.attention = std::move(*attention);

  trace.concat = concatenate(trace.attention.heads);
  trace.output = p ? project(trace.concat, p->wo, p->bo) : trace.concat;
  if (Check error = checkComputedFinite("output", trace.output.data(), trace.output.size())) return *error;
  return trace;
}

Keep kept(const MultiHeadOptions& options) {
  return !options.needWeights ? Keep::Nothing : options.needTrace ? Keep::Everything : Keep::Weights;
}

Bytes multiHeadBytes(std::uint64_t queries, std::uint64_t keys, std::uint64_t modelWidth, std::uint64_t numHeads,
                     const MultiHeadOptions& options) {
  const std::uint64_t width = modelWidth / numHeads;
  Bytes bytes = attendBytes({numHeads, queries, keys, width, width}, kept(options));
  bytes.add(queries * modelWidth).add(keys * modelWidth).add(keys * modelWidth);   // q, k, v
  bytes.add(queries * modelWidth).add(queries * modelWidth);                       // concat, output
  if (std::holds_alternative<std::monostate>(options.parameters)) return bytes;
  bytes.add(queries * modelWidth).add(keys * modelWidth).add(keys * modelWidth);   // q, k, v before the split
  if (std::holds_alternative<const Parameters*>(options.parameters)) bytes.add(packedSize(modelWidth));
  return bytes;
}

}  // namespace attention
