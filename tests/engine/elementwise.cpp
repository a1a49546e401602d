#include "kernels/elementwise.hpp"

#include <catch2/catch_test_macros.hpp>

#include <vector>

TEST_CASE("elementwise: scale and add reach every number and nothing beyond") {
  for (std::size_t count = 1; count <= 19; ++count) {
    CAPTURE(count);
    std::vector<float> from(count);
    for (std::size_t i = 0; i < count; ++i) from[i] = static_cast<float>(i) - 3;
    std::vector<float> to(count + 1, 100);
    attention::scale(from.data(), count, -2, to.data());
    for (std::size_t i = 0; i < count; ++i) CHECK(to[i] == -2 * from[i]);
    CHECK(to[count] == 100);
    attention::add(from.data(), count, to.data());
    for (std::size_t i = 0; i < count; ++i) CHECK(to[i] == -from[i]);
    CHECK(to[count] == 100);
  }
}
