// Attention in double precision and plain xtensor expressions: slow, without blocks, lanes or shortcuts. What the
// engine computes must agree with this. L query tokens, S key tokens, E model width, H heads, D head width.
#pragma once

#include <cstddef>
#include <optional>

#include <xtensor/xtensor.hpp>

#include "attention/parameters.hpp"
#include "tensor/tensor.hpp"

namespace oracle {

using Vector = xt::xtensor<double, 1>;
using Matrix = xt::xtensor<double, 2>;
using Heads = xt::xtensor<double, 3>;

// (M, K) · (K, N), and Σ |products| instead of Σ products: what the rounding error of a float32 sum is measured by.
Matrix multiply(const Matrix& a, const Matrix& b);
Matrix magnitude(const Matrix& a, const Matrix& b);

// (L, E)·(E, N) + (N)
Matrix project(const Matrix& x, const Matrix& parameter, const std::optional<Vector>& bias = {});

// (L, E) -> (H, L, D), and back
Heads splitHeads(const Matrix& x, std::size_t numHeads);
Matrix concatenate(const Heads& heads);

Heads scores(const Heads& q, const Heads& k);              // (H, L, D) · (H, S, D)ᵀ -> (H, L, S)
Heads scaled(const Heads& scores, double scale);
Heads masked(const Heads& scaled, const std::optional<Matrix>& mask);
Heads softmax(const Heads& masked);                        // over the keys; a row of only -Infinity becomes 0
Heads weightedSum(const Heads& weights, const Heads& v);   // (H, L, S) · (H, S, D) -> (H, L, D)
Matrix causal(std::size_t queries, std::size_t keys);      // the additive mask: -Infinity where s > l

struct Trace {
  Heads q, k, v, scores, scaled, masked, weights, heads;
  Matrix concat, output;
};

// scale: nothing means 1 / sqrt(D)
Trace attend(const Heads& q, const Heads& k, const Heads& v, const std::optional<Matrix>& mask = {},
             std::optional<double> scale = {});

Trace scaledDotProduct(const Matrix& query, const Matrix& key, const Matrix& value,
                       const std::optional<Matrix>& mask = {}, std::optional<double> scale = {});

// parameters: null means Q = K = V = X
Trace multiHead(const Matrix& query, const Matrix& key, const Matrix& value, std::size_t numHeads,
                const attention::Parameters* parameters = nullptr, const std::optional<Matrix>& mask = {},
                std::optional<double> scale = {});

struct ArticleTrace {
  Matrix q, k, v, scores, scaled, divided, weights, attended, output;
};

// The article's listing on given q, k and v: 1 / sqrt(d), then 1 / d², softmax, ·v, times d².
ArticleTrace article(const Matrix& q, const Matrix& k, const Matrix& v, std::size_t modelWidth);

// sin(l / 10000^(2i / E)) in column 2i, the cosine of the same angle in column 2i + 1
Matrix positions(std::size_t length, std::size_t modelWidth);

}  // namespace oracle
