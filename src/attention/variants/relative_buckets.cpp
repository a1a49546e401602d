#include "attention/variants/relative_buckets.hpp"

#include <algorithm>
#include <cmath>

namespace attention {

namespace {

// Buckets of one direction; the first half of them are one distance each.
std::size_t perDirection(const Buckets& buckets) { return buckets.isCausal ? buckets.count : buckets.count / 2; }

Check checkBuckets(const Buckets& buckets) {
  const std::size_t near = perDirection(buckets) / 2;
  if (near < 1) {
    return Error{ErrorCode::InvalidSize, sentence({"bias has ", buckets.count, " columns, it needs at least ",
                                                   buckets.isCausal ? 2u : 4u, " buckets"})};
  }
  if (buckets.maxDistance > near) return {};
  return Error{ErrorCode::InvalidSize, sentence({"maxDistance is ", buckets.maxDistance, ", it must be more than the ", near,
                                                 " distances that have a bucket of their own"})};
}

}  // namespace

std::size_t Buckets::operator()(std::size_t l, std::size_t s) const {
  const std::size_t each = perDirection(*this);
  const std::size_t near = each / 2;
  const std::size_t first = !isCausal && s > l ? each : 0;
  const std::size_t distance = s <= l ? l - s : isCausal ? 0 : s - l;
  if (distance < near) return first + distance;
  const auto logOf = [&](std::size_t x) { return std::log(static_cast<double>(x) / static_cast<double>(near)); };
  const double steps = logOf(distance) / logOf(maxDistance) * static_cast<double>(each - near);
  // a distance at which a bucket begins is in it, however the logarithms are rounded
  return first + std::min(each - 1, near + static_cast<std::size_t>(steps + 1e-9));
}

Expected<BucketTrace> bucketAttention(const Heads& q, const Heads& k, const Heads& v, const Matrix& bias,
                                      const AttentionOptions& options, std::size_t maxDistance) {
  if (Check error = checkArguments(q, k, v, options)) return *error;
  if (Check error = checkPerHead("bias", bias, q)) return *error;
  const Buckets bucketOf = {columns(bias), maxDistance, options.isCausal};
  if (Check error = checkBuckets(bucketOf)) return *error;
  BucketTrace trace;
  trace.buckets = Matrix({rows(q), rows(k)});
  trace.bias = Heads({q.shape(0), rows(q), rows(k)});
  for (std::size_t l = 0; l < rows(q); ++l) {
    for (std::size_t s = 0; s < rows(k); ++s) {
      const std::size_t bucket = bucketOf(l, s);
      trace.buckets(l, s) = static_cast<float>(bucket);
      for (std::size_t h = 0; h < q.shape(0); ++h) trace.bias(h, l, s) = bias(h, bucket);
    }
  }
  if (Check error = attendBiased(trace, q, k, v, options.scale.value_or(1.0f), options)) return *error;
  return trace;
}

Bytes bucketBytes(const AttentionSize& size) {
  const std::uint64_t stage = size.numHeads * size.queries * size.keys;
  return attendBytes(size, Keep::Everything).add(stage).add(stage).add(size.queries * size.keys);
}

}  // namespace attention
