// Every variant against numpy: tests/golden/variants.py.
#include "../golden.hpp"

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

using namespace cases;
using namespace attention;

namespace {

Heads heads(const std::string& name) { return golden::load<float>("variants/" + name); }
Matrix matrix(const std::string& name) { return golden::input("variants/" + name); }

void checkGolden(const std::string& name, const Heads& weights, const Heads& outputs) {
  CAPTURE(name);
  checkClose(weights, golden::heads("variants/" + name + "_weights"));
  checkClose(outputs, golden::heads("variants/" + name + "_heads"));
}

template <class Trace>
void checkGolden(const std::string& name, const Expected<Trace>& trace) {
  CAPTURE(name);
  REQUIRE(trace);
  checkGolden(name, trace->weights, trace->heads);
  CHECK(trace->fullyMaskedRows == Indices{3});
}

}  // namespace

TEST_CASE("variants: golden weights and outputs of each") {
  const Heads q = heads("q"), k = heads("k"), v = heads("v"), w = heads("w");
  AttentionOptions how;
  how.attnMask = matrix("mask");
  checkGolden("multiplicative", multiplicativeAttention(q, k, v, w, how));
  const Heads firstKeys = xt::view(k, xt::range(0, 1)), firstValues = xt::view(v, xt::range(0, 1));
  checkGolden("multi_query", multiQueryAttention(q, firstKeys, firstValues, how));
  checkGolden("sliding_window", slidingWindowAttention(q, k, v, 1, how));
  checkGolden("alibi", alibiAttention(q, k, v, alibiSlopes(2), how));
  checkGolden("rotary", rotaryAttention(q, k, v, how));
  checkGolden("query_key_norm", queryKeyNormAttention(q, k, v, how));
  checkGolden("sigmoid", sigmoidAttention(q, k, v, how));
  checkGolden("softmax_off_by_one", softmaxOffByOneAttention(q, k, v, golden::inputVector("variants/sinks"), how));
  checkGolden("additive", additiveAttention(q, k, v, {w, heads("wk"), matrix("combine")}, how));
  checkGolden("relative_positions", relativeAttention(q, k, v, matrix("key_distances"), matrix("value_distances"), how));
  checkGolden("relative_buckets", bucketAttention(q, k, v, matrix("bias"), how, 5));
  checkGolden("linear", linearAttention(q, k, v, how));
  checkGolden("differential", differentialAttention(q, k, v, 0.5f, how));
  const auto talking = valueOf(talkingHeadsAttention(q, k, v, matrix("mix_scores"), matrix("mix_weights"), how));
  checkGolden("talking_heads", talking.mixedWeights, talking.heads);
  checkGolden("sparsemax", sparsemaxAttention(q, k, v, how));
  checkGolden("entmax", entmaxAttention(q, k, v, how));
}
