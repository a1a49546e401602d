#include "tolerance.hpp"

#include <algorithm>
#include <cmath>

void checkClose(const agreement::Numbers& actual, const agreement::Numbers& expected) {
  const std::string reason = agreement::disagreement(actual, expected).value_or("");
  CHECK(reason == "");
}

void checkClose(const agreement::Numbers& actual, const agreement::Numbers& expected,
                const agreement::Numbers& magnitude) {
  const std::string reason = agreement::disagreement(actual, expected, magnitude).value_or("");
  CHECK(reason == "");
}

void checkRowSums(const attention::Heads& weights, const attention::Indices& fullyMaskedRows) {
  for (std::size_t h = 0; h < weights.shape(0); ++h) {
    for (std::size_t l = 0; l < weights.shape(1); ++l) {
      double sum = 0;
      for (std::size_t s = 0; s < weights.shape(2); ++s) sum += static_cast<double>(weights(h, l, s));
      const bool isMasked = std::count(fullyMaskedRows.begin(), fullyMaskedRows.end(), l) > 0;
      CAPTURE(h, l, sum);
      CHECK(std::abs(sum - (isMasked ? 0 : 1)) <= 1e-6);
    }
  }
}
