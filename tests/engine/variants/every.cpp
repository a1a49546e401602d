// What holds of every variant: what they refuse, what they take from the arena, and that they cannot see what they may not.
#include <functional>
#include <string>

#include "attention/variants/additive.hpp"
#include "attention/variants/alibi.hpp"
#include "attention/variants/attention_sinks.hpp"
#include "attention/variants/differential.hpp"
#include "attention/variants/entmax.hpp"
#include "attention/variants/grouped_query.hpp"
#include "attention/variants/linear.hpp"
#include "attention/variants/multiplicative.hpp"
#include "attention/variants/query_key_norm.hpp"
#include "attention/variants/relative_buckets.hpp"
#include "attention/variants/relative_positions.hpp"
#include "attention/variants/rotary.hpp"
#include "attention/variants/sigmoid.hpp"
#include "attention/variants/sliding_window.hpp"
#include "attention/variants/talking_heads.hpp"
#include "cases.hpp"
#include "tensor/arena.hpp"

using namespace cases;
using attention::AttentionSize;
using attention::Bytes;
using attention::Expected;

namespace {

using Attend = std::function<Expected<Heads>(const Heads&, const Heads&, const Heads&, const AttentionOptions&)>;

struct Variant {
  std::string name;
  Attend attend;
  std::function<Bytes(const AttentionSize&)> bytes;
  bool hasPositions = false;   // keys in another order are other keys
  bool canOverflow = true;     // long queries and keys have scores out of range
};

template <class Call>
Attend headsOf(const Call& call) {
  return [call](const Heads& q, const Heads& k, const Heads& v, const AttentionOptions& options) -> Expected<Heads> {
    const auto trace = call(q, k, v, options);
    if (!trace) return trace.error();
    return trace->heads;
  };
}

// Each with parameters for 2 heads, 4 columns, and values of 2.
std::vector<Variant> variants() {
  Sampler sampler(351);
  const Heads w = sampler.heads(2, 4, 4);
  const attention::AdditiveParameters parameters = {w, w, sampler.matrix(2, 4)};
  const Vector perHead = sampler.vector(2);
  const Matrix a = sampler.matrix(5, 4), b = sampler.matrix(5, 2), bias = sampler.matrix(2, 6), mix = sampler.matrix(2, 2);
#define ATTEND(call) headsOf([=](const auto& q, const auto& k, const auto& v, const auto& how) { return attention::call; })
  return {
      {"dot", ATTEND(dotAttention(q, k, v, how)), [](const auto& size) { return attention::multiplicativeBytes(size, 0); }},
      {"multiplicative", ATTEND(multiplicativeAttention(q, k, v, w, how)),
       [](const auto& size) { return attention::multiplicativeBytes(size, 4); }},
      {"grouped query", ATTEND(groupedQueryAttention(q, k, v, how)), attention::groupedQueryBytes},
      {"sliding window", ATTEND(slidingWindowAttention(q, k, v, 2, how)), attention::slidingWindowBytes, true},
      {"alibi", ATTEND(alibiAttention(q, k, v, perHead, how)), attention::alibiBytes, true},
      {"rotary", ATTEND(rotaryAttention(q, k, v, how)), attention::rotaryBytes, true},
      {"query-key norm", ATTEND(queryKeyNormAttention(q, k, v, how)), attention::queryKeyNormBytes, false, false},
      {"sigmoid", ATTEND(sigmoidAttention(q, k, v, how)), attention::sigmoidBytes},
      {"softmax off by one", ATTEND(softmaxOffByOneAttention(q, k, v, perHead, how)), attention::softmaxOffByOneBytes},
      {"sink window", ATTEND(sinkWindowAttention(q, k, v, 1, 2, how)), attention::sinkWindowBytes, true},
      {"additive", ATTEND(additiveAttention(q, k, v, parameters, how)),
       [](const auto& size) { return attention::additiveBytes(size, 4); }, false, false},
      {"relative positions", ATTEND(relativeAttention(q, k, v, a, b, how)),
       [](const auto& size) { return attention::relativeBytes(size, 5); }, true},
      {"relative buckets", ATTEND(bucketAttention(q, k, v, bias, how)), attention::bucketBytes, true},
      {"linear", ATTEND(linearAttention(q, k, v, how)), attention::linearBytes},
      {"differential", ATTEND(differentialAttention(q, k, v, 0.5f, how)), attention::differentialBytes},
      {"talking heads", ATTEND(talkingHeadsAttention(q, k, v, mix, mix, how)), attention::talkingHeadsBytes},
      {"sparsemax", ATTEND(sparsemaxAttention(q, k, v, how)), attention::entmaxBytes},
      {"entmax", ATTEND(entmaxAttention(q, k, v, how)), attention::entmaxBytes},
  };
#undef ATTEND
}

Heads with(Heads heads, float value) {
  heads(1, 2, 1) = value;
  return heads;
}

}  // namespace

TEST_CASE("variants: shapes that do not fit") {
  Sampler sampler(352);
  const Heads q = sampler.heads(2, 3, 4), k = sampler.heads(2, 5, 4), v = sampler.heads(2, 5, 2);
  for (const Variant& one : variants()) {
    CAPTURE(one.name);
    const auto attend = [&](const Heads& x, const Heads& y, const Heads& z) { return one.attend(x, y, z, {}); };
    REQUIRE(attend(q, k, v));
    checkError(attend(q, sampler.heads(2, 5, 6), v), ErrorCode::ShapeMismatch, {"6 columns"});
    checkError(attend(q, k, sampler.heads(2, 4, 2)), ErrorCode::ShapeMismatch, {"v has 4 rows, k has 5"});
    checkError(attend(Heads({2, 0, 4}), k, v), ErrorCode::InvalidSize, {"q is empty: its shape is (2, 0, 4)"});
    checkError(attend(q, Heads({2, 0, 4}), v), ErrorCode::InvalidSize, {"k is empty"});
    checkError(attend(q, k, Heads({2, 5, 0})), ErrorCode::InvalidSize, {"v is empty"});
    const auto heads = attend(q, sampler.heads(3, 5, 4), sampler.heads(3, 5, 2));
    REQUIRE_FALSE(heads);
    CHECK(heads.error().message.find("k has 3") != std::string::npos);
    REQUIRE_FALSE(attend(q, k, sampler.heads(3, 5, 2)));
    const Heads many({2, 6000, 4}, 0.0f), manyValues({2, 6000, 2}, 0.0f);
    checkError(attend(many, many, manyValues), ErrorCode::TooLarge, {"6000 queries x 6000 keys"});
  }
}

TEST_CASE("variants: numbers that are not finite") {
  Sampler sampler(353);
  constexpr float kInfinite = std::numeric_limits<float>::infinity();
  const Heads q = sampler.heads(2, 3, 4), k = sampler.heads(2, 5, 4), v = sampler.heads(2, 5, 2);
  for (const Variant& one : variants()) {
    CAPTURE(one.name);
    const auto attend = [&](const Heads& x, const Heads& y, const Heads& z) { return one.attend(x, y, z, {}); };
    checkError(attend(with(q, std::nanf("")), k, v), ErrorCode::NotFinite, {"q is NaN at head 1, row 2, column 1"});
    checkError(attend(q, with(k, kInfinite), v), ErrorCode::NotFinite, {"k is Infinity"});
    checkError(attend(q, k, with(v, -kInfinite)), ErrorCode::NotFinite, {"v is -Infinity"});
    AttentionOptions options;
    options.scale = kInfinite;
    checkError(one.attend(q, k, v, options), ErrorCode::NotFinite, {"scale"});
    options = {};
    options.attnMask = Matrix({3, 4}, 0.0f);
    checkError(one.attend(q, k, v, options), ErrorCode::ShapeMismatch, {"attnMask has 4 columns, key has 5 rows"});
    options.attnMask = Matrix({3, 5}, kInfinite);
    checkError(one.attend(q, k, v, options), ErrorCode::NotFinite, {"attnMask is Infinity"});
    const Heads long_ = 1e30f * q + 1e30f, longKeys = 1e30f * k + 1e30f;
    const auto overflow = attend(long_, longKeys, v);
    CHECK(bool{overflow} == !one.canOverflow);
    if (!overflow) checkError(overflow, ErrorCode::NotFinite, {"left the range of float32"});
  }
}

TEST_CASE("variants: what is said about the arena is what is taken") {
  Sampler sampler(354);
  for (const Variant& one : variants()) {
    for (const std::size_t queries : samples::Sizes{1, 6, 65}) {
      for (const std::size_t keys : samples::Sizes{3, 130}) {
        CAPTURE(one.name, queries, keys);
        const Heads q = sampler.heads(2, queries, 4), k = sampler.heads(2, keys, 4), v = sampler.heads(2, keys, 2);
        const attention::ArenaScope scope(Bytes().add(std::size_t{1} << 20));
        REQUIRE(scope);
        REQUIRE(one.attend(q, k, v, {}));
        const std::uint64_t said = one.bytes({2, queries, keys, 4, 2}).total();
        const std::uint64_t copyOfHeads = Bytes().add(2 * queries * 2).total();   // headsOf's, and no variant's
        CAPTURE(said, attention::arena().used());
        CHECK(attention::arena().used() - copyOfHeads <= said);
        CHECK(static_cast<double>(said) <= 1.5 * static_cast<double>(attention::arena().used()) + 8192);
      }
    }
  }
  attention::arena().release();
}

TEST_CASE("variants: under the causal mask, what comes later changes nothing") {
  Sampler sampler(355);
  AttentionOptions options;
  options.isCausal = true;
  for (const Variant& one : variants()) {
    CAPTURE(one.name);
    const Heads q = sampler.heads(2, 7, 4), k = sampler.heads(2, 7, 4), v = sampler.heads(2, 7, 2);
    const Heads before = valueOf(one.attend(q, k, v, options));
    Heads otherKeys = k, otherValues = v;
    xt::view(otherKeys, xt::all(), xt::range(4, 7)) = xt::view(sampler.heads(2, 3, 4), xt::all());
    xt::view(otherValues, xt::all(), xt::range(4, 7)) = xt::view(sampler.heads(2, 3, 2), xt::all());
    const Heads after = valueOf(one.attend(q, otherKeys, otherValues, options));
    CHECK(Heads(xt::view(before, xt::all(), xt::range(0, 4))) == Heads(xt::view(after, xt::all(), xt::range(0, 4))));
    CHECK(before != after);
  }
}

TEST_CASE("variants: those without positions do not see the order of the keys") {
  Sampler sampler(356);
  for (const Variant& one : variants()) {
    CAPTURE(one.name);
    const Heads q = sampler.heads(2, 7, 4), k = sampler.heads(2, 9, 4), v = sampler.heads(2, 9, 2);
    const Heads reversedKeys = xt::view(k, xt::all(), xt::range(8, xt::placeholders::_, -1));
    const Heads reversedValues = xt::view(v, xt::all(), xt::range(8, xt::placeholders::_, -1));
    const Heads before = valueOf(one.attend(q, k, v, {}));
    const Heads after = valueOf(one.attend(q, reversedKeys, reversedValues, {}));
    CHECK(agreement::disagreement(after, before).has_value() == one.hasPositions);
  }
}
