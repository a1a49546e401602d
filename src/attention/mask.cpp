#include "attention/mask.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kernels/elementwise.hpp"

namespace attention {

namespace {

template <class MaySee>
BooleanMask maskOf(std::size_t queries, std::size_t keys, MaySee maySee) {
  BooleanMask mask({queries, keys});
  for (std::size_t l = 0; l < queries; ++l) {
    for (std::size_t s = 0; s < keys; ++s) mask(l, s) = maySee(l, s) ? 1 : 0;
  }
  return mask;
}

}  // namespace

BooleanMask slidingWindowMask(std::size_t queries, std::size_t keys, std::size_t window) {
  return maskOf(queries, keys, [=](std::size_t l, std::size_t s) { return (l > s ? l - s : s - l) <= window; });
}

BooleanMask paddingMask(std::size_t queries, const std::vector<bool>& keep) {
  return maskOf(queries, keep.size(), [&](std::size_t, std::size_t s) { return bool{keep[s]}; });
}

Matrix additive(const BooleanMask& mask) {
  Matrix result(mask.shape());
  for (std::size_t i = 0; i < mask.size(); ++i) {
    result.data()[i] = mask.data()[i] != 0 ? 0.0f : -std::numeric_limits<float>::infinity();
  }
  return result;
}

Check checkMask(const Matrix& mask, std::size_t queries, std::size_t keys) {
  if (Check error = checkEqual("attnMask", rows(mask), "rows", "query", queries)) return error;
  if (Check error = checkEqual("attnMask", columns(mask), "columns", "key", keys, "rows")) return error;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    const float value = mask.data()[i];
    if (std::isfinite(value) || value == -std::numeric_limits<float>::infinity()) continue;
    return Error{ErrorCode::NotFinite, sentence({"attnMask is ", nameOfNotFinite(value), " at row ", i / keys,
                                                 ", column ", i % keys, "; it must be finite or -Infinity"})};
  }
  return {};
}

bool isOpen(const Mask& mask, std::size_t query, std::size_t firstKey, std::size_t count) {
  return mask.additive == nullptr && (!mask.isCausal || firstKey + count <= query + 1);
}

void addMask(const Mask& mask, std::size_t query, std::size_t firstKey, std::size_t count, float* scores) {
  if (mask.additive != nullptr) add(&(*mask.additive)(query, firstKey), count, scores);
  if (!mask.isCausal || firstKey + count <= query + 1) return;
  const std::size_t seen = query + 1 > firstKey ? query + 1 - firstKey : 0;
  std::fill(scores + seen, scores + count, -std::numeric_limits<float>::infinity());
}

Check checkMasked(float largest) {
  return largest > 0 ? checkComputedFinite("scaled scores plus attnMask", &largest, 1) : Check();
}

}  // namespace attention
