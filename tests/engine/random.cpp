#include "tensor/random.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include <xtensor/xmath.hpp>

#include "golden.hpp"
#include "tolerance.hpp"

using attention::RandomStream;
using attention::Vector;

TEST_CASE("random: golden words of two streams") {
  const xt::xarray<std::uint64_t> words = golden::load<std::uint64_t>("random_stream/words");
  RandomStream apple(7, "apple");
  RandomStream cyrillic(0xFFFFFFFFu, "\xD0\xBF\xD1\x80\xD0\xB8\xD0\xBC\xD0\xB5\xD1\x80");
  for (std::size_t i = 0; i < words.shape(1); ++i) {
    CHECK(apple.next() == words(0, i));
    CHECK(cyrillic.next() == words(1, i));
  }
}

TEST_CASE("random: golden normal numbers, also when their count is odd") {
  const oracle::Vector expected = golden::vector("random_stream/gaussian");
  Vector values = Vector::from_shape({expected.size()});
  RandomStream(7, "apple").fillGaussian({values.data(), values.size()});
  checkClose(values, expected);
  Vector one = Vector::from_shape({1});
  RandomStream(7, "apple").fillGaussian({one.data(), 1});
  CHECK(one(0) == values(0));
}

TEST_CASE("random: uniform is in (0, 1], fillUniform in [-bound, bound]") {
  RandomStream stream(1, "uniform");
  double sum = 0;
  for (int i = 0; i < 100000; ++i) {
    const double value = stream.uniform();
    REQUIRE((value > 0 && value <= 1));
    sum += value;
  }
  CHECK(std::abs(sum / 100000 - 0.5) < 0.005);  // five standard deviations of the mean

  Vector values = Vector::from_shape({10000});
  stream.fillUniform({values.data(), values.size()}, 0.25);
  CHECK(xt::amax(xt::abs(values))() <= 0.25f);
  CHECK(xt::amax(values)() > 0.249f);
  CHECK(xt::amin(values)() < -0.249f);
}

TEST_CASE("random: the normal numbers are standard normal") {
  const std::size_t count = 100000;
  Vector values = Vector::from_shape({count});
  RandomStream(3, "normal").fillGaussian({values.data(), count});
  const oracle::Vector x = values;
  // five standard deviations of each estimate: 1, sqrt(2) and sqrt(6) over sqrt(count)
  const double deviation = 5 / std::sqrt(static_cast<double>(count));
  CHECK(std::abs(xt::mean(x)()) < deviation);
  CHECK(std::abs(xt::mean(x * x)() - 1) < std::sqrt(2.0) * deviation);
  CHECK(std::abs(xt::mean(x * x * x)()) < std::sqrt(15.0) * deviation);
  CHECK(std::abs(xt::mean(xt::abs(x) > 1.0)() - 0.317311) < deviation);
}

TEST_CASE("random: the same name and seed repeat, any other name or seed differs") {
  std::set<std::uint64_t> first;
  for (const std::uint32_t seed : {0u, 1u, 7u, 0xFFFFFFFFu}) {
    for (const char* name : {"", "a", "b", "ab", "ba", "apple", "Apple"}) {
      CHECK(RandomStream(seed, name).next() == RandomStream(seed, name).next());
      first.insert(RandomStream(seed, name).next());
    }
  }
  CHECK(first.size() == 4 * 7);
}
