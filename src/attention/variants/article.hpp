// The attention of the article this project grew out of, exactly as its numpy listing computes it.
//
// It differs from scaledDotProductAttention in three ways. Its matrix is (d_model, seq_length), so a row is a feature and
// the weights (d_model, d_model) compare features, not words. It divides by sqrt(d_model) and then by d_model² before
// softmax, which makes the weights nearly equal. It multiplies the result by d_model² again.
#pragma once

#include <optional>

#include "tensor/expected.hpp"
#include "tensor/tensor.hpp"

namespace attention {

struct ArticleTrace {
  Matrix q, k, v;    // (N, ...) N the rows of the given matrix: d_model as the article has it
  Matrix scores;     // (N, N) = q·kᵀ
  Matrix scaled;     // scores / sqrt(d_model)
  Matrix divided;    // scaled / d_model²
  Matrix weights;    // softmax over the last axis
  Matrix attended;   // weights·v
  Matrix output;     // d_model²·attended
};

struct ArticleParameters {
  Matrix wq, wk, wv;   // as many rows as the matrix has columns; wq and wk equally wide
};

// The class SelfAttention: q = k = v = matrix. modelWidth is the class's d_model (at least 1); absent, the rows of the
// matrix. Given the transposed matrix and its width, the same arithmetic compares words.
// Errors: InvalidSize, NotFinite, TooLarge.
Expected<ArticleTrace> articleSelfAttention(const Matrix& matrix, std::optional<std::size_t> modelWidth = {});

// The class MultiHeadAttention of the article's repository (it has one head): q = matrix·wq, k = matrix·wk, v = matrix·wv.
// Errors: ShapeMismatch, InvalidSize, NotFinite, TooLarge.
Expected<ArticleTrace> articleMultiHeadAttention(const Matrix& matrix, const ArticleParameters& parameters,
                                                 std::optional<std::size_t> modelWidth = {});

// What either takes at most from the arena besides its arguments: a matrix of so many rows and columns; width, the columns
// of q, k or v, whichever has most.
Bytes articleBytes(std::uint64_t rows, std::uint64_t columns, std::uint64_t width);

}  // namespace attention
