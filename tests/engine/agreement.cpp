#include "agreement.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace agreement {

namespace {

// Products below float32's smallest normal number (1.2e-38) lose their digits.
constexpr double kUnderflow = 1e-36;

template <class Magnitude>
std::optional<std::string> firstBeyond(const Numbers& actual, const Numbers& expected, Magnitude magnitude) {
  std::ostringstream text;
  text.precision(12);
  const auto put = [&](const std::vector<std::size_t>& shape) {
    for (const std::size_t length : shape) text << length << ' ';
  };
  if (actual.shape != expected.shape) {
    text << "the shape is ";
    put(actual.shape);
    text << "instead of ";
    put(expected.shape);
    return text.str();
  }
  for (std::size_t i = 0; i < expected.values.size(); ++i) {
    const double a = actual.values[i];
    const double e = expected.values[i];
    const double tolerance = kTolerance * magnitude(i) + kUnderflow;
    if (a == e || std::abs(a - e) <= tolerance) continue;
    text << "element " << i << " of shape ";
    put(expected.shape);
    text << "is " << a << ", expected " << e << " within " << tolerance;
    return text.str();
  }
  return {};
}

}  // namespace

std::optional<std::string> disagreement(const Numbers& actual, const Numbers& expected) {
  return firstBeyond(actual, expected, [&](std::size_t i) {
    const double e = std::abs(expected.values[i]);
    return std::isfinite(e) ? std::max(e, 1.0) : 0.0;
  });
}

std::optional<std::string> disagreement(const Numbers& actual, const Numbers& expected, const Numbers& magnitude) {
  return firstBeyond(actual, expected, [&](std::size_t i) { return magnitude.values[i]; });
}

}  // namespace agreement
