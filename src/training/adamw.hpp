// Adam (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and Hutter 2019), and clipping by the global norm
// (Pascanu et al. 2013).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace attention {

struct AdamW {
  double beta1 = 0.9, beta2 = 0.98, epsilon = 1e-9;
  double decay = 0.01;       // each step takes rate · decay of every parameter that decays
  double largestNorm = 1;    // a longer gradient is shortened to this

  bool operator==(const AdamW&) const = default;
};

struct Moments {
  std::vector<float> first, second;   // running means of the gradient and of its square
};

// What one step does to every number.
struct AdamStep {
  float beta1, beta2, epsilon, decay, rate;
  float clip;                          // the gradient's factor
  float correction1, correction2;      // 1 / (1 - betaⁿ)
};

// The step-th step, from 1, with a gradient of this norm.
AdamStep stepOf(const AdamW& how, double rate, std::uint64_t step, double norm);

// Some of the parameters. isDecaying: norms' gains and biases do not.
void update(const AdamStep& step, bool isDecaying, std::span<const float> gradient, std::span<float> parameters,
            std::span<float> first, std::span<float> second);

// Σ gradient², in double precision and a fixed order.
double squaredNorm(std::span<const float> gradient);

}  // namespace attention
