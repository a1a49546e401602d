// The Transformer in double precision and plain loops, for the training's tests: what the engine computes must agree with
// it, and so must its gradients with the central differences of it.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "tensor/tensor.hpp"
#include "training/model_backward.hpp"

namespace reference {

struct Matrix {
  std::size_t rows = 0, columns = 0;
  std::vector<double> values;

  Matrix() = default;
  Matrix(std::size_t r, std::size_t c) : rows(r), columns(c), values(r * c) {}
  Matrix(const attention::Matrix& m)
      : rows(attention::rows(m)), columns(attention::columns(m)), values(m.begin(), m.end()) {}

  double& operator()(std::size_t r, std::size_t c) { return values[r * columns + c]; }
  double operator()(std::size_t r, std::size_t c) const { return values[r * columns + c]; }
};

using Starts = std::vector<std::size_t>;

Matrix multiply(const Matrix& a, const Matrix& b);
Matrix add(const Matrix& a, const Matrix& b);

Matrix layerNorm(const Matrix& x, const Matrix& gain, const Matrix& bias);   // gain, bias (1, E)
Matrix feedForward(const Matrix& x, const Matrix& w1, const Matrix& w2);

struct AttentionParameters {
  Matrix wq, wk, wv, wo;
};

Matrix attentionLayer(const Matrix& query, const Matrix& key, const Starts& queryStarts, const Starts& keyStarts,
                      std::size_t heads, const AttentionParameters& p, bool isCausal);

// Σ over the queries that are told of -log of the weight that the guided head gives to the key.
double guidanceLoss(const Matrix& query, const Matrix& key, const Starts& queryStarts, const Starts& keyStarts,
                    std::size_t heads, const AttentionParameters& p, const attention::Guidance& guidance);

Matrix embed(const attention::Sentences& sentences, const Matrix& table);

// Σ over rows of (1 - smoothing) · -log p(target) + smoothing · the mean of -log p
double loss(const Matrix& logits, std::span<const attention::TokenId> targets, double smoothing);

// Every tensor under its name.
using Parameters = std::map<std::string, Matrix>;
Parameters parameters(const attention::ModelConfig& config, const std::vector<float>& values);

// (L, V). Dropout leaves out what the engine's drop() leaves out.
Matrix logits(const attention::ModelConfig& config, const Parameters& p, const attention::Examples& examples,
              const attention::Dropout& dropout = {});

// Σ m · g: with a fixed g, a number whose gradient by m is g.
double inner(const Matrix& m, const Matrix& g);

// (f(x + h) - f(x - h)) / 2h for every number of x; x comes back as it was.
Matrix centralDifferences(Matrix& x, const std::function<double()>& f);

}  // namespace reference

// The gradient is within 1e-5 of the largest of the differences: float32 sums against double, without cancelling numbers
// one by one.
void checkGradient(const reference::Matrix& gradient, const reference::Matrix& differences);
