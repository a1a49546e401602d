// What models say: the decoder with a memory against the whole forward pass, beam search against trying everything,
// sampling against the probabilities.
#include "transformer/generation.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "transformer/beam_search.hpp"
#include "transformer/predictions.hpp"
#include "transformer/step_decoder.hpp"

using namespace attention;

namespace {

// Random parameters, larger than training starts with: else all tokens are nearly as likely.
struct RandomModel {
  explicit RandomModel(const ModelConfig& config, std::uint32_t seed = 3, float size = 3)
      : parameters(randomParameters(config, seed)), storage(static_cast<std::size_t>(packedModelSize(config))) {
    for (const NamedTensor& tensor : tensorsOf(config)) {
      if (tensor.isVector) continue;
      for (std::size_t i = 0; i < tensor.rows * tensor.columns; ++i) parameters[tensor.offset + i] *= size;
    }
    packed = packModel(config, parameters.data(), storage.data());
  }

  std::vector<float> parameters, storage;
  PackedModel packed;
};

const ModelConfig kTranslator = {2, 2, 2, 16, 32, 30};
const ModelConfig kLanguage = {0, 3, 4, 16, 32, 30};
const std::vector<TokenId> kSource = {5, 9, 17, 4, 22, 2};
const std::vector<TokenId> kRead = {1, 7, 7, 29, 12, 3, 18, 25};

// The logits (L, V) of the whole forward pass.
Matrix allLogits(const PackedModel& model, const std::vector<TokenId>& read, const HeadEdits& edits = {},
                 const std::vector<TokenId>& from = kSource) {
  Sentences source, target;
  if (model.config.hasEncoder()) source.add(from);
  target.add(read);
  const Expected<ModelTrace> trace = runModel(model, source, target, {model.config.heads, Keep::Weights, {}, edits});
  REQUIRE(trace);
  return logits(model, view(trace->decoderNorm.output));
}

Matrix encodedSource(const PackedModel& model, const ForwardOptions& options) {
  Sentences source;
  source.add(kSource);
  ModelTrace trace;
  REQUIRE_FALSE(encode(model, source, options, trace));
  return trace.encoderNorm.output;
}

double logOf(const PackedModel& model, const std::vector<TokenId>& said, const std::vector<TokenId>& from = kSource) {
  std::vector<TokenId> read(said.begin(), said.end() - 1);
  read.insert(read.begin(), kStart);
  const Matrix scores = allLogits(model, read, {}, from);
  double sum = 0;
  for (std::size_t l = 0; l < said.size(); ++l) sum += logSoftmax(&scores(l, 0), columns(scores))[said[l]];
  return sum;
}

}  // namespace

TEST_CASE("generation: the decoder with a memory says what the whole forward pass says") {
  const HeadEdits edits = {{AttentionPlace::Decoder, 1, 0, HeadChange::Average}, {AttentionPlace::Decoder, 0, 1, HeadChange::Off}};
  HeadEdits crossed = edits;
  crossed.push_back({AttentionPlace::Cross, 1, 1, HeadChange::Average});
  crossed.push_back({AttentionPlace::Encoder, 0, 0, HeadChange::Off});
  for (const auto& [config, some] : {std::pair{kTranslator, HeadEdits{}}, std::pair{kTranslator, crossed},
                                     std::pair{kLanguage, HeadEdits{}}, std::pair{kLanguage, edits}}) {
    const RandomModel model(config);
    const ForwardOptions options = {config.heads, Keep::Nothing, {}, some};
    Matrix encoded;
    if (config.hasEncoder()) encoded = encodedSource(model.packed, options);
    const StepDecoder decoder(model.packed, config.hasEncoder() ? &encoded : nullptr, options, kRead.size());
    const Matrix expected = allLogits(model.packed, kRead, some);
    DecoderMemory memory;
    for (std::size_t l = 0; l < kRead.size(); ++l) {
      const Expected<Matrix> scores = decoder.read(kRead[l], memory);
      REQUIRE(scores);
      for (std::size_t v = 0; v < config.vocabulary; ++v) {
        CHECK(std::abs((*scores)(0, v) - expected(l, v)) <= 1e-4f);   // of logits up to 50
      }
    }
    CHECK_FALSE(decoder.read(1, memory));   // its room is full
  }
}

TEST_CASE("generation: a copy of the memory is another way to go on") {
  const RandomModel model(kLanguage);
  const ForwardOptions options = {kLanguage.heads, Keep::Nothing, {}, {}};
  const StepDecoder decoder(model.packed, nullptr, options, 8);
  DecoderMemory one;
  for (const TokenId id : {1u, 7u, 8u}) REQUIRE(decoder.read(id, one));
  DecoderMemory other = one;
  REQUIRE(decoder.read(9, other));
  const Expected<Matrix> scores = decoder.read(20, one);
  REQUIRE(scores);
  const Matrix expected = allLogits(model.packed, {1, 7, 8, 20});
  for (std::size_t v = 0; v < columns(expected); ++v) CHECK(std::abs((*scores)(0, v) - expected(3, v)) <= 1e-4f);
}

TEST_CASE("generation: heads that are turned off have no weights, averaged ones the same for every key they may see") {
  const RandomModel model(kTranslator);
  Sentences source, target;
  source.add(kSource);
  target.add(kRead);
  const HeadEdits edits = {{AttentionPlace::Encoder, 1, 0, HeadChange::Off}, {AttentionPlace::Decoder, 0, 1, HeadChange::Average},
                           {AttentionPlace::Cross, 1, 1, HeadChange::Average}};
  const Expected<ModelTrace> trace = runModel(model.packed, source, target, {2, Keep::Weights, {}, edits});
  REQUIRE(trace);
  const AttentionTrace& off = trace->encoder[1].self.sentences[0].attention;
  const AttentionTrace& causal = trace->decoder[0].self.sentences[0].attention;
  const AttentionTrace& cross = trace->decoder[1].cross.sentences[0].attention;
  for (std::size_t l = 0; l < kSource.size(); ++l) {
    for (std::size_t s = 0; s < kSource.size(); ++s) CHECK(off.weights(0, l, s) == 0);
    for (std::size_t d = 0; d < 8; ++d) CHECK(off.heads(0, l, d) == 0);
  }
  const Heads& v = trace->decoder[0].self.sentences[0].v;
  for (std::size_t l = 0; l < kRead.size(); ++l) {
    double mean = 0;
    for (std::size_t s = 0; s < kRead.size(); ++s) {
      CHECK(causal.weights(1, l, s) == (s <= l ? 1 / static_cast<float>(l + 1) : 0));
      if (s <= l) mean += static_cast<double>(v(1, s, 2)) / static_cast<double>(l + 1);
    }
    CHECK(std::abs(causal.heads(1, l, 2) - mean) < 1e-5);
    for (std::size_t s = 0; s < kSource.size(); ++s) CHECK(cross.weights(1, l, s) == 1 / 6.0f);
  }
}

TEST_CASE("generation: edits of heads that are not there are refused") {
  const auto message = [](AttentionPlace place, std::size_t layer, std::size_t head, const ModelConfig& config) {
    const Check error = checkEdits({{place, layer, head, HeadChange::Off}}, config);
    return error ? error->message : "";
  };
  CHECK(message(AttentionPlace::Encoder, 1, 1, kTranslator).empty());
  CHECK(message(AttentionPlace::Encoder, 2, 0, kTranslator) == "layer is 2, the encoder has 2, counted from 0");
  CHECK(message(AttentionPlace::Decoder, 0, 4, kLanguage) == "head is 4, a layer has 4, counted from 0");
  CHECK(message(AttentionPlace::Cross, 0, 0, kLanguage) == "layer is 0, the cross-attention has 0, counted from 0");
}

TEST_CASE("generation: greedy takes the likeliest, after what it must begin with") {
  const RandomModel model(kTranslator);
  for (const std::vector<TokenId>& prefix : {std::vector<TokenId>{}, std::vector<TokenId>{8, 15}}) {
    GreedyOptions options;
    options.most = 9;
    options.prefix = prefix;
    const auto said = generateGreedily(model.packed, kSource, options);
    REQUIRE(said);
    REQUIRE(said->size() > prefix.size());
    std::vector<TokenId> read(said->begin(), said->end());
    read.insert(read.begin(), kStart);
    const Matrix scores = allLogits(model.packed, read);
    for (std::size_t l = 0; l <= said->size() && l < options.most; ++l) {
      const TokenId next = l < said->size() ? (*said)[l] : kEnd;
      if (l < prefix.size()) CHECK(next == prefix[l]);
      else CHECK(likeliest(&scores(l, 0), 30, 1).front() == next);
    }
  }
}

TEST_CASE("beam search: wide enough, it finds what trying everything finds") {
  const ModelConfig config = {1, 1, 2, 8, 16, 6};
  const std::vector<TokenId> read = {3, 4, 5, 2};
  // all texts of up to two tokens and </s>
  std::vector<std::vector<TokenId>> texts = {{kEnd}};
  for (const TokenId a : {0u, 1u, 3u, 4u, 5u}) {
    texts.push_back({a, kEnd});
    for (const TokenId b : {0u, 1u, 3u, 4u, 5u}) texts.push_back({a, b, kEnd});
  }
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {   // in some of them the likeliest text is not the best for its length
    const RandomModel model(config, seed, 1.5f);
    double best = -std::numeric_limits<double>::infinity();
    std::vector<TokenId> wanted;
    for (const std::vector<TokenId>& text : texts) {
      const double length = (5 + static_cast<double>(text.size())) / 6;
      const double score = logOf(model.packed, text, read) / std::pow(length, 0.6);
      if (score > best) wanted = text;
      best = std::max(best, score);
    }
    const Expected<BeamTree> tree = searchBeams(model.packed, read, {300, 2});
    REQUIRE(tree);
    std::vector<TokenId> found;
    for (std::size_t at = tree->best; at != kNoParent; at = tree->nodes[at].parent) found.insert(found.begin(), tree->nodes[at].id);
    CHECK(found == wanted);
  }
}

TEST_CASE("beam search: the tree's probabilities are the model's, and its branches no more than its width") {
  const RandomModel model(kTranslator);
  const Expected<BeamTree> tree = searchBeams(model.packed, kSource, {3, 6});
  REQUIRE(tree);
  std::vector<std::size_t> atDepth(8);
  for (std::size_t i = 0; i < tree->nodes.size(); ++i) {
    std::vector<TokenId> said;
    for (std::size_t at = i; at != kNoParent; at = tree->nodes[at].parent) {
      CHECK((tree->nodes[at].parent == kNoParent || tree->nodes[at].parent < at));
      said.insert(said.begin(), tree->nodes[at].id);
    }
    CHECK(tree->nodes[i].isDone == (said.back() == kEnd));
    CHECK(std::abs(tree->nodes[i].logProbability - logOf(model.packed, said)) < 1e-4);
    CHECK(++atDepth[said.size()] <= 3);
  }
  GreedyOptions greedy;
  greedy.most = 6;
  const auto said = generateGreedily(model.packed, kSource, greedy);
  const Expected<BeamTree> one = searchBeams(model.packed, kSource, {1, 6});
  REQUIRE((said && one));
  for (std::size_t i = 0; i < said->size(); ++i) CHECK(one->nodes[i].id == (*said)[i]);
}

TEST_CASE("sampling: what may come, comes as often as it is likely") {
  const RandomModel model(kLanguage, 3, 1);
  const std::vector<TokenId> prefix = {7, 12};
  const Matrix scores = allLogits(model.packed, {1, 7, 12});
  const auto countsOf = [&](SamplingOptions options) {
    std::vector<double> counts(30);
    options.most = 1;
    for (options.seed = 0; options.seed < 2000; ++options.seed) {
      const auto said = sample(model.packed, prefix, options);
      REQUIRE(said);
      ++counts[said->empty() ? kEnd : said->front()];
    }
    return counts;
  };
  const auto check = [&](const std::vector<double>& counts, std::vector<double> expected) {
    double sum = 0;
    for (const double one : expected) sum += one;
    for (std::size_t v = 0; v < 30; ++v) {
      const double mean = 2000 * expected[v] / sum;
      CHECK(std::abs(counts[v] - mean) <= 4.5 * std::sqrt(mean));   // 4.5 deviations: by chance once in 5,000 times
    }
  };
  SamplingOptions options;
  options.temperature = 0.7;
  const std::vector<double> all = softmax(&scores(2, 0), 30, 0.7);
  const std::vector<TokenId> order = likeliest(&scores(2, 0), 30, 30);
  check(countsOf(options), all);

  options.topK = 4;
  std::vector<double> four(30);
  for (std::size_t i = 0; i < 4; ++i) four[order[i]] = all[order[i]];
  check(countsOf(options), four);

  options.topK = 0;
  options.topP = all[order[0]] + all[order[1]] + all[order[2]] / 2;   // reached with the third
  std::vector<double> three(30);
  for (std::size_t i = 0; i < 3; ++i) three[order[i]] = all[order[i]];
  check(countsOf(options), three);
}

TEST_CASE("predictions: softmax, its logarithms and the likeliest") {
  const std::vector<float> scores = {1, 3, -2, 3, 0};
  const std::vector<double> cold = softmax(scores.data(), 5, 0.5), logs = logSoftmax(scores.data(), 5);
  const double sum = std::exp(1.0) + 2 * std::exp(3.0) + std::exp(-2.0) + 1;
  CHECK(std::abs(logs[0] - std::log(std::exp(1.0) / sum)) < 1e-12);
  CHECK(std::abs(cold[0] / cold[1] - std::exp(-4.0)) < 1e-12);
  CHECK(likeliest(scores.data(), 5, 3) == std::vector<TokenId>{1, 3, 0});
  CHECK(likeliest(scores.data(), 5, 9).size() == 5);
}
