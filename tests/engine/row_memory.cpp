#include "attention/row_memory.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "samples.hpp"

using attention::Matrix;
using attention::RowMemory;

TEST_CASE("row memory: finds the output of a row that is the same at the same place, and no other") {
  RowMemory memory;
  const Matrix x = {{1, 2}, {3, 4}, {5, 6}};
  const Matrix output = {{10, 20, 30}, {40, 50, 60}, {70, 80, 90}};
  CHECK(memory.find(x, 0) == nullptr);
  memory.remember(x, output);
  const Matrix next = {{1, 2}, {3, 5}, {5, 6}, {3, 4}};
  for (const std::size_t same : samples::Sizes{0, 2}) {
    const float* found = memory.find(next, same);
    REQUIRE(found != nullptr);
    CHECK(std::equal(found, found + 3, &output(same, 0)));
  }
  CHECK(memory.find(next, 1) == nullptr);
  CHECK(memory.find(next, 3) == nullptr);
  CHECK(memory.find(Matrix{{1}, {3}, {5}}, 0) == nullptr);
}

TEST_CASE("row memory: it is replaced as a whole, and forgets what is too large") {
  RowMemory memory;
  const Matrix longer = {{1, 2}, {3, 4}, {5, 6}};
  memory.remember(longer, longer);
  const Matrix shorter = {{7, 8}};
  memory.remember(shorter, shorter);
  CHECK(memory.find(shorter, 0) != nullptr);
  CHECK(memory.find(longer, 0) == nullptr);
  CHECK(memory.find(longer, 1) == nullptr);
  const Matrix huge = xt::ones<float>({2048, 512});
  memory.remember(huge, huge);
  CHECK(memory.find(huge, 0) == nullptr);
  memory.remember(longer, longer);
  CHECK(memory.find(longer, 2) != nullptr);
}
