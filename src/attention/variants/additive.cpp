#include "attention/variants/additive.hpp"

#include <cmath>

#include "attention/variants/stages.hpp"
#include "kernels/multiply.hpp"

namespace attention {

namespace {

// "wq has 3 rows, q has 4 columns"
Check checkParameter(std::string_view name, const Heads& parameter, std::string_view ofName, const Heads& of) {
  if (Check error = checkHeads(name, parameter)) return error;
  if (Check error = checkEqual(name, parameter.shape(0), "heads", ofName, of.shape(0))) return error;
  return checkEqual(name, rows(parameter), "rows", ofName, columns(of), "columns");
}

Check checkParameters(const AdditiveParameters& p, const Heads& q, const Heads& k) {
  if (Check error = checkHeads("q", q)) return error;
  if (Check error = checkHeads("k", k)) return error;
  if (Check error = checkParameter("wq", p.wq, "q", q)) return error;
  if (Check error = checkParameter("wk", p.wk, "k", k)) return error;
  if (Check error = checkPerHead("combine", p.combine, q)) return error;
  if (Check error = checkEqual("wk", columns(p.wk), "columns", "wq", columns(p.wq))) return error;
  return checkEqual("combine", columns(p.combine), "columns", "wq", columns(p.wq));
}

Check checkHiddenSize(std::uint64_t numHeads, std::uint64_t queries, std::uint64_t keys, std::uint64_t width) {
  const double bytes = static_cast<double>(sizeof(float) * width * numHeads) * static_cast<double>(queries) *
                       static_cast<double>(keys);
  if (bytes <= static_cast<double>(kMaxTraceBytes)) return {};
  return Error{ErrorCode::TooLarge,
               sentence({"the hidden numbers of ", numHeads, " heads x ", queries, " queries x ", keys, " keys, ", width,
                         " each, need ", static_cast<std::uint64_t>(bytes), " bytes, the limit is ", kMaxTraceBytes})};
}

// to[i] = tanh(a[i] + b[i]), from exp of what is not positive: that never overflows
void tanhOfSum(const float* a, const float* b, std::size_t count, float* to) {
  for (std::size_t i = 0; i < count; ++i) to[i] = -2 * std::abs(a[i] + b[i]);
  exponentials(to, count, 0, to);
  for (std::size_t i = 0; i < count; ++i) to[i] = std::copysign((1 - to[i]) / (1 + to[i]), a[i] + b[i]);
}

float dot(const float* a, const float* b, std::size_t count) {
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  return static_cast<float>(sum);
}

}  // namespace

Expected<AdditiveTrace> additiveAttention(const Heads& q, const Heads& k, const Heads& v,
                                          const AdditiveParameters& parameters, const AttentionOptions& options) {
  if (Check error = checkParameters(parameters, q, k)) return *error;
  const std::size_t width = columns(parameters.wq);
  if (Check error = checkHiddenSize(q.shape(0), rows(q), rows(k), width)) return *error;
  AdditiveTrace trace;
  trace.q = product(q, parameters.wq);
  trace.k = product(k, parameters.wk);
  if (Check error = checkComputedFinite("q·wq", trace.q.data(), trace.q.size())) return *error;
  if (Check error = checkComputedFinite("k·wk", trace.k.data(), trace.k.size())) return *error;
  if (Check error = checkArguments(trace.q, trace.k, v, options)) return *error;

  trace.hidden = Tensor<float, 4>::from_shape({q.shape(0), rows(q), rows(k), width});
  trace.scores = Heads({q.shape(0), rows(q), rows(k)});
  for (std::size_t h = 0; h < q.shape(0); ++h) {
    for (std::size_t l = 0; l < rows(q); ++l) {
      for (std::size_t s = 0; s < rows(k); ++s) {
        float* hidden = &trace.hidden(h, l, s, 0);
        tanhOfSum(&trace.q(h, l, 0), &trace.k(h, s, 0), width, hidden);
        trace.scores(h, l, s) = dot(hidden, &parameters.combine(h, 0), width);
      }
    }
  }
  if (Check error = attendScored(trace, v, options.scale.value_or(1.0f), options)) return *error;
  return trace;
}

Bytes additiveBytes(const AttentionSize& size, std::uint64_t hiddenWidth) {
  return attendBytes(size, Keep::Everything)
      .add(size.numHeads * size.queries * hiddenWidth)
      .add(size.numHeads * size.keys * hiddenWidth)
      .add(size.numHeads * size.queries * size.keys * hiddenWidth)
      .add(panelsSize(size.width, hiddenWidth))
      .add(panelsSize(size.width, hiddenWidth));
}

}  // namespace attention
