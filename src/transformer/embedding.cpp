#include "transformer/embedding.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/elementwise.hpp"
#include "tensor/check.hpp"
#include "transformer/token_vectors.hpp"

namespace attention {

namespace {

Check checkSentences(const Sentences& sentences, std::size_t vocabulary) {
  if (sentences.count() == 0) return Error{ErrorCode::InvalidSize, "there is no sentence to embed"};
  for (std::size_t i = 0; i < sentences.count(); ++i) {
    if (sentences.length(i) < 1) return Error{ErrorCode::InvalidSize, sentence({"sentence ", i, " has no tokens"})};
  }
  for (std::size_t l = 0; l < sentences.ids.size(); ++l) {
    if (sentences.ids[l] < vocabulary) continue;
    return Error{ErrorCode::InvalidSize, sentence({"token ", l, " is ", sentences.ids[l],
                                                   ", but the vocabulary has ", vocabulary, " tokens"})};
  }
  return {};
}

}  // namespace

Expected<Matrix> embed(const Sentences& sentences, ConstView table) {
  if (Check error = checkSentences(sentences, table.rows)) return *error;
  std::size_t longest = 0;
  for (std::size_t i = 0; i < sentences.count(); ++i) longest = std::max(longest, sentences.length(i));
  const Matrix positions = sinusoidalPositions(longest, table.columns);
  const float factor = std::sqrt(static_cast<float>(table.columns));
  Matrix x({sentences.ids.size(), table.columns});
  for (std::size_t i = 0; i < sentences.count(); ++i) {
    for (std::size_t l = 0; l < sentences.length(i); ++l) {
      const std::size_t row = sentences.first(i) + l;
      scale(table.data + sentences.ids[row] * table.rowStride, table.columns, factor, &x(row, 0));
      add(&positions(l, 0), table.columns, &x(row, 0));
    }
  }
  return x;
}

}  // namespace attention
