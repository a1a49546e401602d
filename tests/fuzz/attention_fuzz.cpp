// libFuzzer: a few bytes choose a function, shapes, heads, mask, scale and some extreme or wrong values; the engine
// must answer with what the oracle says, or with an error where one is due, and must not crash.
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "../engine/packed.hpp"
#include "case.hpp"
#include "kernels/multiply.hpp"
#include "stages.hpp"

using attention::ErrorCode;
using attention::Matrix;
using fuzz::Case;
using stages::fail;
using stages::largest;

namespace {

// The verdict on the input alone, by the rules of the public headers.
struct Verdict {
  bool shapesFit = true;
  bool isFinite = true;

  void fits(bool condition) { shapesFit = shapesFit && condition; }

  template <class Tensor>
  void finite(const Tensor& tensor) {
    for (const float value : tensor) isFinite = isFinite && std::isfinite(value);
  }

  void argument(const Matrix& matrix) {
    fits(matrix.shape(0) > 0 && matrix.shape(1) > 0);
    finite(matrix);
  }

  void square(const Matrix& parameter, const std::optional<attention::Vector>& bias, std::size_t width) {
    fits(parameter.shape(0) == width && parameter.shape(1) == width && (!bias || bias->size() == width));
    finite(parameter);
    if (bias) finite(*bias);
  }

  void options(const attention::AttentionOptions& how, std::size_t queries, std::size_t keys) {
    isFinite = isFinite && std::isfinite(how.scale.value_or(0));
    if (!how.attnMask) return;
    fits(how.attnMask->shape(0) == queries && how.attnMask->shape(1) == keys);
    constexpr float kMinusInfinity = -std::numeric_limits<float>::infinity();
    for (const float value : *how.attnMask) isFinite = isFinite && (std::isfinite(value) || value == kMinusInfinity);
  }
};

// An error is due when the input is bad, and only then; or, with good input, when a sum leaves float32's range.
// Says whether there is a trace to look at.
template <class Result, class MayOverflow>
bool isAnswerDue(const Result& result, const Verdict& verdict, MayOverflow mayOverflow) {
  const bool isGood = verdict.shapesFit && verdict.isFinite;
  if (result) {
    if (!isGood) fail("bad input was accepted");
    return true;
  }
  const attention::Error& error = result.error();
  if (error.message.empty() || error.code == ErrorCode::TooLarge) fail("unexpected error: " + error.message);
  if (verdict.shapesFit && error.code != ErrorCode::NotFinite) fail("the shapes fit, but: " + error.message);
  if (verdict.isFinite && error.code == ErrorCode::NotFinite && (!verdict.shapesFit || !mayOverflow())) {
    fail("everything is finite, but: " + error.message);
  }
  return false;
}

// The oracle's additive mask and scale for these options.
std::optional<oracle::Matrix> maskInForce(const attention::AttentionOptions& how, std::size_t queries,
                                          std::size_t keys) {
  if (!how.isCausal) return how.attnMask;
  const oracle::Matrix causal = oracle::causal(queries, keys);
  if (!how.attnMask) return causal;
  return oracle::Matrix(causal + *how.attnMask);
}

double scaleInForce(const attention::AttentionOptions& how, std::size_t width) {
  return how.scale ? static_cast<double>(*how.scale) : 1 / std::sqrt(static_cast<double>(width));
}

std::vector<double> magnitudes(const oracle::Heads& q, const oracle::Heads& k, const oracle::Heads& v,
                               const std::optional<oracle::Matrix>& mask, double scale) {
  const double scores = largest(oracle::scores(stages::absolute(q), stages::absolute(k)));
  double masked = scores * std::abs(scale);
  if (mask) masked += std::max(0.0, largest(*mask));
  // weights that sum to 1 within rounding may average to slightly more than the largest value
  const double heads = 1.001 * largest(stages::absolute(v));
  return {largest(stages::absolute(q)), largest(stages::absolute(k)), scores, masked, heads};
}

void fuzzScaledDotProduct(Case& input) {
  const std::size_t width = input.size();
  const std::size_t keys = input.size();
  const Matrix query = input.matrix(input.size(), width);
  const Matrix key = input.matrix(keys, width);
  const Matrix value = input.matrix(keys, input.size());
  const attention::AttentionOptions how = input.options(query.shape(0), key.shape(0));

  Verdict verdict;
  for (const Matrix* matrix : {&query, &key, &value}) verdict.argument(*matrix);
  verdict.fits(key.shape(1) == query.shape(1) && value.shape(0) == key.shape(0));
  verdict.options(how, query.shape(0), key.shape(0));
  const auto mask = [&] { return maskInForce(how, query.shape(0), key.shape(0)); };
  const double scale = scaleInForce(how, query.shape(1));
  const auto single = [](const Matrix& matrix) { return oracle::splitHeads(matrix, 1); };

  const auto trace = attention::scaledDotProductAttention(query, key, value, how);
  const bool isAnswered = isAnswerDue(trace, verdict, [&] {
    return stages::mayOverflow(magnitudes(single(query), single(key), single(value), mask(), scale));
  });
  if (isAnswered) stages::requireAttention(single(query), single(key), single(value), *trace, mask(), scale);
}

// A call that keeps less gives the same.
void requireLean(const attention::Expected<attention::MultiHeadTrace>& lean,
                 const attention::Expected<attention::MultiHeadTrace>& whole,
                 const attention::Parameters* p) {
  if (static_cast<bool>(lean) != static_cast<bool>(whole)) fail("keeping less changes whether there is an answer");
  if (!lean) return;
  const oracle::Heads magnitude = oracle::weightedSum(whole->attention.weights, stages::absolute(whole->v));
  stages::require("heads of a lean call", lean->attention.heads, whole->attention.heads, magnitude);
  const oracle::Matrix concat = oracle::concatenate(magnitude);
  stages::require("output of a lean call", lean->output, whole->output,
                  p != nullptr ? stages::projectionMagnitude(concat, p->wo, p->bo) : concat);
  if (lean->attention.weights.size() > 0) {
    stages::require("weights of a lean call", lean->attention.weights, whole->attention.weights);
  }
  if (lean->attention.fullyMaskedRows != whole->attention.fullyMaskedRows) fail("fullyMaskedRows of a lean call");
}

void fuzzMultiHead(Case& input) {
  const std::size_t numHeads = input.nearly(input.size(4));
  const std::size_t width = std::max<std::size_t>(numHeads, 1) * input.size(4);
  const std::size_t keys = input.size();
  const std::size_t beyondOneBlock = input.oneIn(12) ? 60 : 0;  // needWeights: false takes 30 queries at a time
  const Matrix query = input.matrix(beyondOneBlock + input.size(), width);
  const bool isSelf = input.oneIn(2);
  const Matrix key = isSelf ? query : input.matrix(keys, width);
  const Matrix value = isSelf ? query : input.matrix(keys, width);
  attention::Parameters p;
  attention::MultiHeadOptions options;
  options.attention = input.options(query.shape(0), key.shape(0));
  if (input.oneIn(2)) {
    p = {input.matrix(width, width), input.matrix(width, width), input.matrix(width, width), input.matrix(width, width),
         input.bias(width), input.bias(width), input.bias(width), input.bias(width)};
    options.parameters = &p;
  }

  Verdict verdict;
  for (const Matrix* matrix : {&query, &key, &value}) verdict.argument(*matrix);
  verdict.fits(key.shape(1) == query.shape(1) && value.shape(1) == query.shape(1) && value.shape(0) == key.shape(0));
  verdict.fits(numHeads > 0 && query.shape(1) % std::max<std::size_t>(numHeads, 1) == 0);
  verdict.options(options.attention, query.shape(0), key.shape(0));
  const attention::Parameters* chosen = options.parameters.index() == 0 ? nullptr : &p;
  if (chosen != nullptr) {
    for (const auto& [matrix, bias] : {std::pair(&p.wq, &p.bq), std::pair(&p.wk, &p.bk), std::pair(&p.wv, &p.bv),
                                       std::pair(&p.wo, &p.bo)}) {
      verdict.square(*matrix, *bias, query.shape(1));
    }
  }
  const auto mask = [&] { return maskInForce(options.attention, query.shape(0), key.shape(0)); };
  const double scale = scaleInForce(options.attention, query.shape(1) / std::max<std::size_t>(numHeads, 1));
  const auto mayOverflow = [&] {
    const bool isIdentity = chosen == nullptr;
    const auto projected = [&](const Matrix& x, const Matrix& w, const std::optional<attention::Vector>& b) {
      const oracle::Matrix magnitude = isIdentity ? oracle::Matrix(xt::abs(x)) : stages::projectionMagnitude(x, w, b);
      return oracle::splitHeads(magnitude, numHeads);
    };
    const oracle::Heads v = projected(value, p.wv, p.bv);
    std::vector<double> all = magnitudes(projected(query, p.wq, p.bq), projected(key, p.wk, p.bk), v, mask(), scale);
    if (!isIdentity) {
      oracle::Matrix concat = oracle::Matrix::from_shape({1, query.shape(1)});
      concat.fill(1.001 * largest(v));
      all.push_back(largest(stages::projectionMagnitude(concat, p.wo, p.bo)));
    }
    return stages::mayOverflow(all);
  };

  const auto trace = attention::multiHeadAttention(query, key, value, numHeads, options);
  if (isAnswerDue(trace, verdict, mayOverflow)) {
    stages::requireMultiHead(query, key, value, *trace, chosen, mask(), scale);
  }
  for (const bool needWeights : {true, false}) {
    options.needTrace = false;
    options.needWeights = needWeights;
    const auto lean = attention::multiHeadAttention(query, key, value, numHeads, options);
    // streaming does not compute the scores of keys that come after a query: they may leave float32's range unseen
    if (!trace && lean && options.attention.isCausal && !needWeights) continue;
    requireLean(lean, trace, chosen);
  }
}

void fuzzArticle(Case& input) {
  const std::size_t columns = input.size();
  const Matrix matrix = input.matrix(input.size(), columns);
  const std::size_t width = input.size();
  const attention::ArticleParameters p = {input.matrix(columns, width), input.matrix(columns, width),
                                          input.matrix(columns, input.size())};
  std::optional<std::size_t> modelWidth;
  if (input.oneIn(2)) modelWidth = input.nearly(input.oneIn(4) ? std::size_t{1} << 40 : input.size());
  const double d = static_cast<double>(modelWidth.value_or(matrix.shape(0)));

  Verdict verdict;
  verdict.argument(matrix);
  verdict.fits(d > 0);
  const auto mayOverflow = [&](const oracle::Matrix& q, const oracle::Matrix& k, const oracle::Matrix& v) {
    return stages::mayOverflow({largest(q), largest(k), 1.001 * largest(v) * std::max(1.0, d * d),
                                largest(oracle::multiply(q, xt::transpose(k)))});
  };
  const oracle::Matrix x = xt::abs(matrix);
  const auto self = attention::articleSelfAttention(matrix, modelWidth);
  if (isAnswerDue(self, verdict, [&] { return mayOverflow(x, x, x); })) stages::requireArticle(*self, d);

  for (const Matrix* parameter : {&p.wq, &p.wk, &p.wv}) {
    verdict.argument(*parameter);
    verdict.fits(parameter->shape(0) == matrix.shape(1));
  }
  verdict.fits(p.wq.shape(1) == p.wk.shape(1));
  const auto projected = [&](const Matrix& parameter) { return oracle::magnitude(matrix, parameter); };
  const auto multi = attention::articleMultiHeadAttention(matrix, p, modelWidth);
  const bool isAnswered = isAnswerDue(multi, verdict, [&] {
    return mayOverflow(projected(p.wq), projected(p.wk), projected(p.wv));
  });
  if (!isAnswered) return;
  stages::require("article q", multi->q, oracle::multiply(matrix, p.wq), projected(p.wq));
  stages::require("article k", multi->k, oracle::multiply(matrix, p.wk), projected(p.wk));
  stages::require("article v", multi->v, oracle::multiply(matrix, p.wv), projected(p.wv));
  stages::requireArticle(*multi, d);
}

// Parts of larger matrices: what is beside c stays as it was.
void fuzzMultiply(Case& input) {
  const std::size_t m = input.size(20);
  const std::size_t k = input.size(16) * input.size(20);
  const std::size_t n = input.size(20);
  const std::size_t margin = input.size(5);
  const Matrix a = input.sampler().integers(k + margin, m + margin);
  const Matrix b = input.sampler().integers(n + margin, k + margin);
  Matrix c = xt::zeros<float>({m + margin, n + margin});
  const auto part = [](auto view, std::size_t rows, std::size_t columns) {
    return view.rowRange(1, rows).columnRange(1, columns);
  };
  packed::multiply(part(attention::view(std::as_const(a)), k, m).transposed(),
                      part(attention::view(std::as_const(b)), n, k).transposed(), part(attention::view(c), m, n));
  oracle::Matrix expected = xt::zeros<double>({m + margin, n + margin});
  const auto inner = [](const Matrix& matrix, std::size_t rows, std::size_t columns) {
    return oracle::Matrix(xt::transpose(xt::view(matrix, xt::range(1, rows + 1), xt::range(1, columns + 1))));
  };
  xt::view(expected, xt::range(1, m + 1), xt::range(1, n + 1)) = oracle::multiply(inner(a, k, m), inner(b, n, k));
  if (c != expected) fail("multiply");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  Case input({bytes, size});
  switch (input.size(10)) {
    case 1: fuzzMultiply(input); break;
    case 2:
    case 3: fuzzArticle(input); break;
    case 4:
    case 5:
    case 6: fuzzScaledDotProduct(input); break;
    default: fuzzMultiHead(input);
  }
  return 0;
}
