#include <cmath>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <xtensor/xadapt.hpp>

#include "samples.hpp"
#include "tolerance.hpp"
#include "training/adamw.hpp"
#include "training/schedule.hpp"

using attention::AdamW;
using Catch::Matchers::WithinRel;

TEST_CASE("AdamW: five steps as the paper's algorithm 2 writes them, in double precision") {
  samples::Sampler sampler(411);
  const AdamW how = {0.9, 0.98, 1e-8, 0.1, 0.5};
  constexpr std::size_t kCount = 19;
  const double rate = 0.01;
  for (const bool isDecaying : {false, true}) {
    CAPTURE(isDecaying);
    attention::Vector p = sampler.vector(kCount), m = xt::zeros<float>({kCount}), v = xt::zeros<float>({kCount});
    std::vector<double> rp(p.begin(), p.end()), rm(kCount), rv(kCount);
    for (int step = 1; step <= 5; ++step) {
      const attention::Vector g = sampler.vector(kCount, step == 3 ? 0.01f : 1.0f);   // both sides of the clip
      const double norm = std::sqrt(attention::squaredNorm({g.data(), kCount}));
      attention::update(attention::stepOf(how, rate, static_cast<std::uint64_t>(step), norm), isDecaying,
                        {g.data(), kCount}, {p.data(), kCount}, {m.data(), kCount}, {v.data(), kCount});
      double square = 0;
      for (const float value : g) square += static_cast<double>(value) * static_cast<double>(value);
      const double clip = std::sqrt(square) > 0.5 ? 0.5 / std::sqrt(square) : 1;
      CHECK((clip < 1) == (step != 3));
      for (std::size_t i = 0; i < kCount; ++i) {
        const double gradient = clip * static_cast<double>(g(i));
        rm[i] = 0.9 * rm[i] + 0.1 * gradient;
        rv[i] = 0.98 * rv[i] + 0.02 * gradient * gradient;
        const double mean = rm[i] / (1 - std::pow(0.9, step)), deviation = std::sqrt(rv[i] / (1 - std::pow(0.98, step)));
        rp[i] -= rate * (mean / (deviation + 1e-8) + (isDecaying ? 0.1 * rp[i] : 0));
      }
    }
    checkClose(p, attention::Tensor<double, 1>(xt::adapt(rp, {kCount})));
  }
}

TEST_CASE("schedule: up evenly, down along half a cosine") {
  const attention::Schedule schedule = {2e-3, 1e-4, 100, 1100};
  CHECK_THAT(schedule.rate(1), WithinRel(2e-5, 1e-12));
  CHECK_THAT(schedule.rate(50), WithinRel(1e-3, 1e-12));
  CHECK_THAT(schedule.rate(100), WithinRel(2e-3, 1e-12));
  CHECK_THAT(schedule.rate(600), WithinRel(1.05e-3, 1e-9));
  CHECK_THAT(schedule.rate(1100), WithinRel(1e-4, 1e-12));
  for (std::uint64_t step = 100; step < 1100; ++step) REQUIRE(schedule.rate(step + 1) < schedule.rate(step));
}
