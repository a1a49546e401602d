#include "training/output_loss.hpp"

#include <algorithm>

#include "kernels/cross_entropy.hpp"
#include "kernels/outer_products.hpp"

namespace attention {

namespace {

constexpr std::size_t kBlock = 128;     // rows whose logits exist at a time
constexpr std::size_t kColumns = 1024;  // tokens whose panels stay in the cache meanwhile; a multiple of kPanelWidth

// Calls work(first, count) for kColumns tokens at a time.
template <class Work>
void forEachColumns(std::size_t vocabulary, const Work& work) {
  for (std::size_t first = 0; first < vocabulary; first += kColumns) work(first, std::min(kColumns, vocabulary - first));
}

// Calls onBlock(rows, gradient of their logits) block by block.
template <class OnBlock>
LossSums forEachBlock(const Matrix& decoded, std::span<const TokenId> targets, const PackedModel& model,
                      const LossOptions& options, const OnBlock& onBlock) {
  LossSums sums;
  const std::size_t vocabulary = model.config.vocabulary;
  Matrix room({std::min(kBlock, rows(decoded)), vocabulary});
  for (std::size_t first = 0; first < rows(decoded); first += kBlock) {
    const std::size_t count = std::min(kBlock, rows(decoded) - first);
    const MutableView logits = view(room).rowRange(0, count);
    forEachColumns(vocabulary, [&](std::size_t column, std::size_t columns) {
      multiply(view(decoded).rowRange(first, count), model.parts.embedding.columnRange(column, columns),
               logits.columnRange(column, columns));
    });
    for (std::size_t l = 0; l < count; ++l) {
      const RowLoss row = crossEntropy(logits.data + l * vocabulary, vocabulary, targets[first + l], options.smoothing,
                                       options.factor);
      sums += {row.surprise, row.smoothed, row.isBest ? std::size_t{1} : 0, 1, {}};
    }
    onBlock(first, ConstView(logits));
  }
  return sums;
}

}  // namespace

LossSums& LossSums::operator+=(const LossSums& more) {
  surprise += more.surprise;
  smoothed += more.smoothed;
  best += more.best;
  tokens += more.tokens;
  guidance += more.guidance;
  return *this;
}

LossSums outputLoss(const Matrix& decoded, std::span<const TokenId> targets, const PackedModel& model,
                    const PackedModel& transposed, const LossOptions& options, Matrix& dDecoded,
                    MutableView dEmbedding) {
  // dEmbedding is summed as (E, V): the product reads the logits' side in rows
  Matrix turned = xt::zeros<float>({dEmbedding.columns, dEmbedding.rows});
  Vector storage = panelStorage(kBlock, kColumns);
  const LossSums sums = forEachBlock(decoded, targets, model, options, [&](std::size_t first, ConstView dLogits) {
    multiply(dLogits, transposed.parts.embedding, view(dDecoded).rowRange(first, dLogits.rows));
    forEachColumns(dEmbedding.rows, [&](std::size_t column, std::size_t columns) {
      accumulate(view(decoded).rowRange(first, dLogits.rows).transposed(),
                 pack(dLogits.columnRange(column, columns), storage.data()), view(turned).columnRange(column, columns));
    });
  });
  addTransposed(view(turned), dEmbedding);
  return sums;
}

LossSums outputLoss(const Matrix& decoded, std::span<const TokenId> targets, const PackedModel& model,
                    float smoothing) {
  return forEachBlock(decoded, targets, model, {smoothing, 0, 0}, [](std::size_t, ConstView) {});
}

}  // namespace attention
