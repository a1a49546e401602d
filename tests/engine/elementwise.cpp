#include "kernels/elementwise.hpp"

#include <catch2/catch_test_macros.hpp>

#include <limits>
#include <vector>

TEST_CASE("elementwise: scale and add reach every number and nothing beyond") {
  for (std::size_t count = 1; count <= 19; ++count) {
    CAPTURE(count);
    std::vector<float> from(count);
    for (std::size_t i = 0; i < count; ++i) from[i] = static_cast<float>(i) - 3;
    std::vector<float> to(count + 1, 100);
    CHECK(attention::scale(from.data(), count, -2, to.data()));
    for (std::size_t i = 0; i < count; ++i) CHECK(to[i] == -2 * from[i]);
    CHECK(to[count] == 100);
    attention::add(from.data(), count, to.data());
    for (std::size_t i = 0; i < count; ++i) CHECK(to[i] == -from[i]);
    CHECK(to[count] == 100);
  }
}

TEST_CASE("elementwise: scale tells of the one number that is not finite, wherever it is") {
  const float largest = std::numeric_limits<float>::max();
  for (const float bad : {largest, -largest, std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()}) {
    for (std::size_t where = 0; where < 13; ++where) {
      CAPTURE(bad, where);
      std::vector<float> values(13, 1);
      CHECK(attention::scale(values.data(), values.size(), 2, values.data()));
      values[where] = bad;
      CHECK_FALSE(attention::scale(values.data(), values.size(), 2, values.data()));
    }
  }
}
