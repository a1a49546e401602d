// The backward of every stage against central differences of the same stage in double precision.
#include <array>

#include <catch2/catch_test_macros.hpp>

#include "packed.hpp"
#include "reference.hpp"
#include "samples.hpp"
#include "tolerance.hpp"
#include "training/attention_backward.hpp"
#include "training/embedding_backward.hpp"
#include "training/feed_forward_backward.hpp"
#include "training/layer_norm_backward.hpp"
#include "training/output_loss.hpp"
#include "transformer/embedding.hpp"

#include <xtensor/xadapt.hpp>
#include <xtensor/xmanipulation.hpp>

using attention::Matrix;
using packed::Packed;
using reference::centralDifferences;
using reference::inner;
using samples::Sampler;

namespace {

Matrix zerosLike(const Matrix& matrix) { return xt::zeros<float>(matrix.shape()); }

Matrix turned(const Matrix& matrix) { return xt::transpose(matrix); }

}  // namespace

TEST_CASE("gradient: layer norm") {
  Sampler sampler(401);
  for (const std::size_t width : samples::Sizes{3, 8, 21}) {
    CAPTURE(width);
    const Matrix x = sampler.matrix(4, width), gain = sampler.matrix(1, width), bias = sampler.matrix(1, width);
    const Matrix g = sampler.matrix(4, width);
    const attention::LayerNormTrace trace = attention::layerNorm(x, {gain.data(), bias.data()});
    Matrix dx = zerosLike(x), dGain = zerosLike(gain), dBias = zerosLike(bias);
    attention::layerNormBackward(g, x, trace, {gain.data(), bias.data()}, dx, {dGain.data(), dBias.data()});

    reference::Matrix rx = x, rGain = gain, rBias = bias;
    checkClose(trace.output, Matrix(xt::adapt(reference::layerNorm(rx, rGain, rBias).values, x.shape())));
    const auto f = [&] { return inner(reference::layerNorm(rx, rGain, rBias), g); };
    checkGradient(dx, centralDifferences(rx, f));
    checkGradient(dGain, centralDifferences(rGain, f));
    checkGradient(dBias, centralDifferences(rBias, f));
  }
}

TEST_CASE("gradient: feed-forward") {
  Sampler sampler(402);
  const Matrix x = sampler.matrix(5, 6), w1 = sampler.matrix(6, 19), w2 = sampler.matrix(19, 6);
  const Matrix g = sampler.matrix(5, 6);
  const Packed p1(view(w1)), p2(view(w2)), t1(view(w1).transposed()), t2(view(w2).transposed());
  const attention::FeedForwardTrace trace = attention::feedForward(x, {p1.panels, p2.panels});
  Matrix d1 = zerosLike(w1), d2 = zerosLike(w2);
  const Matrix dx = attention::feedForwardBackward(g, x, trace, {t1.panels, t2.panels}, {view(d1), view(d2)});

  reference::Matrix rx = x, r1 = w1, r2 = w2;
  const auto f = [&] { return inner(reference::feedForward(rx, r1, r2), g); };
  checkGradient(dx, centralDifferences(rx, f));
  checkGradient(d1, centralDifferences(r1, f));
  checkGradient(d2, centralDifferences(r2, f));
}

TEST_CASE("gradient: attention, of itself and across") {
  Sampler sampler(403);
  const std::size_t width = 12;
  const std::vector<std::size_t> queries = {0, 1, 6, 9}, keys = {0, 4, 7, 15};
  for (const bool isCausal : {false, true}) {
    for (const bool isCross : {false, true}) {
      if (isCausal && isCross) continue;
      CAPTURE(isCausal, isCross);
      const std::vector<std::size_t>& keyStarts = isCross ? keys : queries;
      const Matrix x = sampler.matrix(9, width, 2), y = sampler.matrix(15, width, 2), g = sampler.matrix(9, width);
      const Matrix wq = sampler.matrix(width, width), wk = sampler.matrix(width, width);
      const Matrix wv = sampler.matrix(width, width), wo = sampler.matrix(width, width);
      const Packed q(view(wq)), k(view(wk)), v(view(wv)), o(view(wo));
      const Packed tq(view(wq).transposed()), tk(view(wk).transposed()), tv(view(wv).transposed()),
          to(view(wo).transposed());
      const attention::Rows rows = {queries, keyStarts};
      const auto trace = attention::attentionLayer(x, isCross ? y : x, rows, 3, {q.panels, k.panels, v.panels, o.panels},
                                                   isCausal, attention::Keep::Weights);
      REQUIRE(trace);
      const std::vector<std::uint32_t> keysOfRows = {3, 0, 2, attention::kAnywhere, 1, 1, 7, attention::kAnywhere, 0};
      const attention::Guidance guidance = {1, keysOfRows, 0.7f};
      Matrix dq = zerosLike(wq), dk = zerosLike(wk), dv = zerosLike(wv), dO = zerosLike(wo);
      const attention::AttentionLayerGradient d = attention::attentionLayerBackward(
          g, x, isCross ? y : x, rows, *trace, {tq.panels, tk.panels, tv.panels, to.panels},
          {view(dq), view(dk), view(dv), view(dO)}, isCross ? &guidance : nullptr);

      reference::Matrix rx = x, ry = y;
      reference::AttentionParameters p = {wq, wk, wv, wo};
      const auto told = [&] { return reference::guidanceLoss(rx, ry, queries, keyStarts, 3, p, guidance); };
      const auto f = [&] {
        const double made =
            inner(reference::attentionLayer(rx, isCross ? ry : rx, queries, keyStarts, 3, p, isCausal), g);
        return isCross ? made + 0.7 * told() : made;
      };
      if (isCross) {
        const attention::GuidanceSums sums = attention::guidanceLoss(*trace, rows, guidance);
        CHECK(sums.told == 7);
        CHECK(std::abs(sums.surprise - told()) < 1e-5 * told());
      }
      if (isCross) {
        checkGradient(d.query, centralDifferences(rx, f));
        checkGradient(d.key, centralDifferences(ry, f));
      } else {
        checkGradient(Matrix(d.query + d.key), centralDifferences(rx, f));
      }
      checkGradient(dq, centralDifferences(p.wq, f));
      checkGradient(dk, centralDifferences(p.wk, f));
      checkGradient(dv, centralDifferences(p.wv, f));
      checkGradient(dO, centralDifferences(p.wo, f));
    }
  }
}

TEST_CASE("gradient: embedding, of tokens that come more than once") {
  Sampler sampler(404);
  attention::Sentences sentences;
  sentences.add(std::vector<attention::TokenId>{3, 0, 3});
  sentences.add(std::vector<attention::TokenId>{4, 3});
  const Matrix table = sampler.matrix(6, 4), g = sampler.matrix(5, 4);
  Matrix gradient = zerosLike(table);
  attention::embedBackward(g, sentences, view(gradient));
  reference::Matrix r = table;
  checkGradient(gradient, centralDifferences(r, [&] { return inner(reference::embed(sentences, r), g); }));
  const attention::Expected<Matrix> x = attention::embed(sentences, view(table));
  REQUIRE(x);
  checkClose(*x, Matrix(xt::adapt(reference::embed(sentences, r).values, x->shape())));
}

TEST_CASE("gradient: output layer with label smoothing, over several blocks of rows and of tokens") {
  Sampler sampler(405);
  using Size = std::array<std::size_t, 3>;
  for (const auto& [tokens, width, vocabulary] : {Size{131, 6, 37}, Size{3, 2, 1031}}) {
    CAPTURE(vocabulary);
    const Matrix decoded = sampler.matrix(tokens, width, 2), table = sampler.matrix(vocabulary, width);
    std::vector<attention::TokenId> targets(tokens);
    for (attention::TokenId& target : targets) target = static_cast<attention::TokenId>(sampler.below(vocabulary));
    targets[0] = static_cast<attention::TokenId>(vocabulary - 1);
    const Packed packed(view(table).transposed()), straight(view(table));
    attention::PackedModel model, transposed;
    model.config.vocabulary = vocabulary;
    model.parts.embedding = packed.panels;
    transposed.parts.embedding = straight.panels;
    Matrix dDecoded = zerosLike(decoded), dTable = zerosLike(table);
    const attention::LossSums sums =
        attention::outputLoss(decoded, targets, model, transposed, {0.1f, 0.5f}, dDecoded, view(dTable));

    reference::Matrix rDecoded = decoded, rTable = turned(table);
    const auto f = [&] { return 0.5 * reference::loss(reference::multiply(rDecoded, rTable), targets, 0.1f); };
    CHECK(std::abs(sums.smoothed - 2 * f()) < 1e-5 * sums.smoothed);
    CHECK(std::abs(sums.surprise - reference::loss(reference::multiply(rDecoded, rTable), targets, 0)) <
          1e-5 * sums.surprise);
    CHECK(sums.tokens == tokens);
    checkGradient(dDecoded, centralDifferences(rDecoded, f));
    checkGradient(turned(dTable), centralDifferences(rTable, f));
  }
}

namespace {

attention::Examples someExamples(Sampler& sampler, std::size_t vocabulary, bool hasSource) {
  attention::Examples examples;
  for (const std::size_t length : {3, 1, 5}) {
    for (std::size_t i = 0; hasSource && i < 6 - length; ++i) {
      examples.source.ids.push_back(static_cast<attention::TokenId>(sampler.below(vocabulary)));
    }
    examples.source.end();
    for (std::size_t i = 0; i < length; ++i) {
      examples.input.ids.push_back(static_cast<attention::TokenId>(sampler.below(vocabulary)));
      examples.targets.push_back(static_cast<attention::TokenId>(sampler.below(vocabulary)));
    }
    examples.input.end();
  }
  return examples;
}

}  // namespace

TEST_CASE("gradient: whole models, with dropout and label smoothing, every parameter") {
  for (const std::size_t layers : samples::Sizes{0, 2}) {
    CAPTURE(layers);
    Sampler sampler(406);
    const attention::ModelConfig config = {layers, 2, 2, 6, 10, 11};
    std::vector<float> values = attention::randomParameters(config, 5);
    for (float& value : values) value += 0.2f * sampler.signedUnit();   // gains and biases too
    const attention::Examples examples = someExamples(sampler, config.vocabulary, layers > 0);
    std::vector<float> panels(attention::packedModelSize(config)), turnedPanels(panels.size());
    const attention::PackedModel model = attention::packModel(config, values.data(), panels.data());
    const attention::PackedModel transposed = attention::packTransposed(config, values.data(), turnedPanels.data());
    std::vector<float> gradient(values.size());
    attention::ModelViews views = attention::viewParts(config, gradient.data());
    const attention::ForwardOptions options = {config.heads, attention::Keep::Weights, {0.25f, 99}};
    const attention::Expected<attention::LossSums> sums =
        attention::addGradient(model, transposed, examples, options, {0.1f, 0.25f}, views);
    REQUIRE(sums);

    reference::Parameters p = reference::parameters(config, values);
    const auto f = [&] {
      return 0.25 * reference::loss(reference::logits(config, p, examples, options.dropout), examples.targets, 0.1f);
    };
    CHECK(std::abs(sums->smoothed - 4 * f()) < 1e-5 * sums->smoothed);
    const reference::Parameters d = reference::parameters(config, gradient);
    for (auto& [name, matrix] : p) {
      CAPTURE(name);
      checkGradient(d.at(name), centralDifferences(matrix, f));
    }
    const attention::Expected<attention::LossSums> clean = attention::lossOf(model, examples);
    REQUIRE(clean);
    CHECK(std::abs(clean->surprise - reference::loss(reference::logits(config, p, examples), examples.targets, 0)) <
          1e-5 * clean->surprise);
  }
}

TEST_CASE("gradient: the guided head's loss, through the whole model, along a random direction") {
  Sampler sampler(407);
  const attention::ModelConfig config = {1, 3, 2, 6, 10, 11};
  std::vector<float> values = attention::randomParameters(config, 5), direction(values.size());
  for (float& number : direction) number = sampler.signedUnit();
  attention::Examples examples = someExamples(sampler, config.vocabulary, true);
  for (std::size_t l = 0; l < examples.targets.size(); ++l) examples.alignedTo.push_back(l % 3 == 2 ? attention::kAnywhere : 0);

  std::vector<float> panels(attention::packedModelSize(config)), turnedPanels(panels.size());
  const auto gradientWith = [&](float guidance) {
    const attention::PackedModel model = attention::packModel(config, values.data(), panels.data());
    const attention::PackedModel transposed = attention::packTransposed(config, values.data(), turnedPanels.data());
    std::vector<float> gradient(values.size());
    attention::ModelViews views = attention::viewParts(config, gradient.data());
    REQUIRE(attention::addGradient(model, transposed, examples, {config.heads, attention::Keep::Weights, {}},
                                   {0, 1, guidance}, views));
    return gradient;
  };
  const std::vector<float> with = gradientWith(2), without = gradientWith(0);
  double slope = 0;
  for (std::size_t i = 0; i < values.size(); ++i) slope += static_cast<double>((with[i] - without[i]) * direction[i]);

  const auto lossAt = [&](float way) {
    std::vector<float> moved = values;
    for (std::size_t i = 0; i < moved.size(); ++i) moved[i] += way * direction[i];
    const auto sums = attention::lossOf(attention::packModel(config, moved.data(), panels.data()), examples);
    REQUIRE(sums);
    CHECK(sums->guidance.told == 6);
    return 2 * sums->guidance.surprise;
  };
  const double measured = (lossAt(1e-3f) - lossAt(-1e-3f)) / 2e-3;
  CAPTURE(slope, measured);
  CHECK(std::abs(slope - measured) < 0.01 * std::abs(measured));
}

TEST_CASE("model: a token or a target outside the vocabulary, an empty sentence, unequal numbers of sentences") {
  using attention::ErrorCode;
  const attention::ModelConfig config = {1, 1, 2, 4, 8, 5};
  const std::vector<float> values = attention::randomParameters(config, 1);
  std::vector<float> panels(attention::packedModelSize(config));
  const attention::PackedModel model = attention::packModel(config, values.data(), panels.data());
  const auto with = [&](const auto& change) {
    attention::Examples examples;
    examples.source.add(std::vector<attention::TokenId>{3, 4});
    examples.input.add(std::vector<attention::TokenId>{1, 2});
    examples.targets = {2, 3};
    change(examples);
    return attention::lossOf(model, examples);
  };
  CHECK(with([](attention::Examples&) {}));
  checkError(with([](attention::Examples& e) { e.source.ids[1] = 5; }), ErrorCode::InvalidSize, {"token 1 is 5", "5 tokens"});
  checkError(with([](attention::Examples& e) { e.targets[0] = 7; }), ErrorCode::InvalidSize, {"target token is 7", "5"});
  checkError(with([](attention::Examples& e) { e.targets.pop_back(); }), ErrorCode::ShapeMismatch, {"targets has 1", "2"});
  checkError(with([](attention::Examples& e) { e.alignedTo = {0}; }), ErrorCode::ShapeMismatch, {"alignedTo has 1", "2"});
  checkError(with([](attention::Examples& e) { e.alignedTo = {0, 2}; }), ErrorCode::InvalidSize, {"aligned to token 2", "2 tokens"});
  checkError(with([](attention::Examples& e) { e.source.end(); }), ErrorCode::ShapeMismatch, {"2 sentences", "target has 1"});
  checkError(with([](attention::Examples& e) { e.source = {}; e.source.end(); }), ErrorCode::InvalidSize,
             {"sentence 0 has no tokens"});
}
