#include "attention/projection.hpp"

#include <catch2/catch_test_macros.hpp>

#include "golden.hpp"
#include "packed.hpp"
#include "samples.hpp"
#include "tolerance.hpp"

using attention::Heads;
using attention::Matrix;
using packed::project;
using attention::splitHeads;
using attention::Vector;
using samples::Sampler;

TEST_CASE("projection: head h gets the columns h·D ... (h + 1)·D") {
  const Matrix x = {{11, 12, 13, 14, 15, 16}, {21, 22, 23, 24, 25, 26}};
  CHECK(splitHeads(x, 1) == Heads{{{11, 12, 13, 14, 15, 16}, {21, 22, 23, 24, 25, 26}}});
  CHECK(splitHeads(x, 3) == Heads{{{11, 12}, {21, 22}}, {{13, 14}, {23, 24}}, {{15, 16}, {25, 26}}});
  CHECK(splitHeads(x, 6).shape() == Heads::shape_type{6, 2, 1});
}

TEST_CASE("projection: splitting agrees with the oracle") {
  Sampler sampler(31);
  for (const std::size_t tokens : samples::kOddSizes) {
    for (const std::size_t heads : samples::Sizes{1, 2, 5}) {
      const Matrix x = sampler.matrix(tokens, heads * 3);
      CHECK(splitHeads(x, heads) == oracle::splitHeads(x, heads));
    }
  }
}

TEST_CASE("projection: X·W + b") {
  Sampler sampler(32);
  for (const std::size_t tokens : samples::kOddSizes) {
    for (const std::size_t width : samples::kOddSizes) {
      CAPTURE(tokens, width);
      const Matrix x = sampler.integers(tokens, width);
      const Matrix parameter = sampler.integers(width, width + 1);
      const Vector bias = sampler.vector(width + 1);
      CHECK(project(x, parameter, nullptr) == oracle::project(x, parameter));
      checkClose(project(x, parameter, &bias), oracle::project(x, parameter, bias));
    }
  }
}

TEST_CASE("projection: the identity leaves X as it is") {
  Sampler sampler(33);
  const Matrix x = sampler.matrix(5, 7);
  CHECK(project(x, xt::eye<float>(7), nullptr) == x);
}

TEST_CASE("projection: golden Q, K and V") {
  const Matrix x = golden::input("multi_head/x");
  for (const std::string name : {"q", "k", "v"}) {
    CAPTURE(name);
    const Vector bias = golden::inputVector("multi_head/b" + name);
    const Matrix projected = project(x, golden::input("multi_head/w" + name), &bias);
    checkClose(splitHeads(projected, 4), golden::heads("multi_head/" + name));
  }
}
