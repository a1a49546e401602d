#include "reference.hpp"

#include <algorithm>
#include <cmath>

#include <catch2/catch_test_macros.hpp>

#include "transformer/dropout.hpp"

namespace reference {

namespace {

Matrix rowsOf(const Matrix& m, std::size_t first, std::size_t last) {
  Matrix part(last - first, m.columns);
  std::copy_n(m.values.begin() + static_cast<std::ptrdiff_t>(first * m.columns), part.values.size(), part.values.begin());
  return part;
}

// What one query gives to the keys that it sees, in the head whose columns begin at `column`.
std::vector<double> weightsOf(const Matrix& q, std::size_t l, const Matrix& k, std::size_t seen, std::size_t column,
                              std::size_t width) {
  std::vector<double> weights(seen);
  double total = 0;
  for (std::size_t s = 0; s < seen; ++s) {
    double score = 0;
    for (std::size_t d = column; d < column + width; ++d) score += q(l, d) * k(s, d);
    total += weights[s] = std::exp(score / std::sqrt(static_cast<double>(width)));
  }
  for (double& weight : weights) weight /= total;
  return weights;
}

// One head of one sentence.
void attendHead(const Matrix& q, const Matrix& k, const Matrix& v, std::size_t column, std::size_t width, bool isCausal,
                Matrix& heads) {
  for (std::size_t l = 0; l < q.rows; ++l) {
    const std::size_t seen = isCausal ? l + 1 : k.rows;
    const std::vector<double> weights = weightsOf(q, l, k, seen, column, width);
    for (std::size_t d = column; d < column + width; ++d) {
      for (std::size_t s = 0; s < seen; ++s) heads(l, d) += weights[s] * v(s, d);
    }
  }
}

}  // namespace

Matrix multiply(const Matrix& a, const Matrix& b) {
  Matrix c(a.rows, b.columns);
  for (std::size_t m = 0; m < a.rows; ++m) {
    for (std::size_t k = 0; k < a.columns; ++k) {
      const double factor = a(m, k);
      for (std::size_t n = 0; n < b.columns; ++n) c.values[m * b.columns + n] += factor * b.values[k * b.columns + n];
    }
  }
  return c;
}

Matrix add(const Matrix& a, const Matrix& b) {
  Matrix sum = a;
  for (std::size_t i = 0; i < sum.values.size(); ++i) sum.values[i] += b.values[i];
  return sum;
}

Matrix layerNorm(const Matrix& x, const Matrix& gain, const Matrix& bias) {
  const auto width = static_cast<double>(x.columns);
  Matrix y(x.rows, x.columns);
  for (std::size_t l = 0; l < x.rows; ++l) {
    double mean = 0, variance = 0;
    for (std::size_t i = 0; i < x.columns; ++i) mean += x(l, i) / width;
    for (std::size_t i = 0; i < x.columns; ++i) variance += (x(l, i) - mean) * (x(l, i) - mean) / width;
    for (std::size_t i = 0; i < x.columns; ++i) {
      y(l, i) = (x(l, i) - mean) / std::sqrt(variance + 1e-5) * gain(0, i) + bias(0, i);
    }
  }
  return y;
}

Matrix feedForward(const Matrix& x, const Matrix& w1, const Matrix& w2) {
  Matrix hidden = multiply(x, w1);
  for (double& value : hidden.values) value = std::max(value, 0.0);
  return multiply(hidden, w2);
}

Matrix attentionLayer(const Matrix& query, const Matrix& key, const Starts& queryStarts, const Starts& keyStarts,
                      std::size_t heads, const AttentionParameters& p, bool isCausal) {
  const Matrix q = multiply(query, p.wq), k = multiply(key, p.wk), v = multiply(key, p.wv);
  const std::size_t width = query.columns / heads;
  Matrix concat(query.rows, query.columns);
  for (std::size_t i = 0; i + 1 < queryStarts.size(); ++i) {
    const Matrix some = rowsOf(q, queryStarts[i], queryStarts[i + 1]);
    const Matrix keys = rowsOf(k, keyStarts[i], keyStarts[i + 1]), values = rowsOf(v, keyStarts[i], keyStarts[i + 1]);
    Matrix result(some.rows, some.columns);
    for (std::size_t h = 0; h < heads; ++h) attendHead(some, keys, values, h * width, width, isCausal, result);
    std::copy(result.values.begin(), result.values.end(),
              concat.values.begin() + static_cast<std::ptrdiff_t>(queryStarts[i] * concat.columns));
  }
  return multiply(concat, p.wo);
}

double guidanceLoss(const Matrix& query, const Matrix& key, const Starts& queryStarts, const Starts& keyStarts,
                    std::size_t heads, const AttentionParameters& p, const attention::Guidance& guidance) {
  const Matrix q = multiply(query, p.wq), k = multiply(key, p.wk);
  const std::size_t width = query.columns / heads;
  double sum = 0;
  for (std::size_t i = 0; i + 1 < queryStarts.size(); ++i) {
    const Matrix keys = rowsOf(k, keyStarts[i], keyStarts[i + 1]);
    for (std::size_t l = queryStarts[i]; l < queryStarts[i + 1]; ++l) {
      const std::uint32_t named = guidance.keys[l];
      if (named == attention::kAnywhere) continue;
      sum -= std::log(weightsOf(q, l, keys, keys.rows, guidance.head * width, width)[named]);
    }
  }
  return sum;
}

Matrix embed(const attention::Sentences& sentences, const Matrix& table) {
  const auto width = static_cast<double>(table.columns);
  Matrix x(sentences.ids.size(), table.columns);
  for (std::size_t i = 0; i < sentences.count(); ++i) {
    for (std::size_t l = 0; l < sentences.length(i); ++l) {
      const std::size_t row = sentences.first(i) + l;
      for (std::size_t c = 0; c < table.columns; ++c) {
        const double angle = static_cast<double>(l) / std::pow(10000.0, static_cast<double>(c - c % 2) / width);
        x(row, c) = table(sentences.ids[row], c) * std::sqrt(width) + (c % 2 == 0 ? std::sin(angle) : std::cos(angle));
      }
    }
  }
  return x;
}

double loss(const Matrix& logits, std::span<const attention::TokenId> targets, double smoothing) {
  double sum = 0;
  for (std::size_t l = 0; l < logits.rows; ++l) {
    double total = 0, mean = 0;
    for (std::size_t i = 0; i < logits.columns; ++i) {
      total += std::exp(logits(l, i));
      mean += logits(l, i) / static_cast<double>(logits.columns);
    }
    sum += std::log(total) - (1 - smoothing) * logits(l, targets[l]) - smoothing * mean;
  }
  return sum;
}

Parameters parameters(const attention::ModelConfig& config, const std::vector<float>& values) {
  Parameters all;
  for (const attention::NamedTensor& tensor : attention::tensorsOf(config)) {
    Matrix matrix(tensor.rows, tensor.columns);
    std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(tensor.offset), matrix.values.size(), matrix.values.begin());
    all.emplace(tensor.name, matrix);
  }
  return all;
}

namespace {

class Model {
 public:
  Model(const attention::ModelConfig& config, const Parameters& p, const attention::Dropout& dropout)
      : config_(config), p_(p), dropout_(dropout) {}

  Matrix logits(const attention::Examples& examples) const {
    Matrix encoded;
    if (config_.hasEncoder()) {
      encoded = dropped(embed(examples.source, p_.at("embedding")), attention::siteOfSource());
      for (std::size_t i = 0; i < config_.layers; ++i) encoded = encoderBlock(i, encoded, examples.source.starts);
      encoded = norm("encoder.norm", encoded);
    }
    Matrix x = dropped(embed(examples.input, p_.at("embedding")), attention::siteOfTarget());
    for (std::size_t i = 0; i < config_.decoderLayers; ++i) x = decoderBlock(i, x, encoded, examples);
    x = norm("decoder.norm", x);
    const Matrix& table = p_.at("embedding");
    Matrix turned(table.columns, table.rows);
    for (std::size_t r = 0; r < table.rows; ++r) {
      for (std::size_t c = 0; c < table.columns; ++c) turned(c, r) = table(r, c);
    }
    return multiply(x, turned);
  }

 private:
  Matrix dropped(Matrix x, std::uint64_t site) const {
    attention::Matrix mask = xt::ones<float>({x.rows, x.columns});
    attention::drop(dropout_, site, mask);
    for (std::size_t i = 0; i < x.values.size(); ++i) x.values[i] *= static_cast<double>(mask.data()[i]);
    return x;
  }

  Matrix norm(const std::string& name, const Matrix& x) const {
    return layerNorm(x, p_.at(name + ".gain"), p_.at(name + ".bias"));
  }

  Matrix attend(const std::string& name, const Matrix& query, const Matrix& key, const Starts& queries, const Starts& keys,
                bool isCausal) const {
    return attentionLayer(query, key, queries, keys, config_.heads,
                          {p_.at(name + ".wq"), p_.at(name + ".wk"), p_.at(name + ".wv"), p_.at(name + ".wo")}, isCausal);
  }

  Matrix encoderBlock(std::size_t i, const Matrix& before, const Starts& starts) const {
    const std::string name = "encoder." + std::to_string(i);
    const std::uint64_t site = attention::siteOfEncoder(i);
    const Matrix n = norm(name + ".norm1", before);
    const Matrix x = add(before, dropped(attend(name + ".self", n, n, starts, starts, false), site));
    return add(x, dropped(feedForward(norm(name + ".norm2", x), p_.at(name + ".ff.w1"), p_.at(name + ".ff.w2")), site + 1));
  }

  Matrix decoderBlock(std::size_t i, const Matrix& before, const Matrix& encoded,
                      const attention::Examples& examples) const {
    const std::string name = "decoder." + std::to_string(i);
    const std::uint64_t site = attention::siteOfDecoder(config_, i);
    const Starts& starts = examples.input.starts;
    const Matrix n = norm(name + ".norm1", before);
    Matrix x = add(before, dropped(attend(name + ".self", n, n, starts, starts, true), site));
    if (config_.hasEncoder()) {
      x = add(x, dropped(attend(name + ".cross", norm(name + ".norm2", x), encoded, starts, examples.source.starts, false),
                         site + 1));
    }
    const Matrix last = norm(name + (config_.hasEncoder() ? ".norm3" : ".norm2"), x);
    return add(x, dropped(feedForward(last, p_.at(name + ".ff.w1"), p_.at(name + ".ff.w2")), site + 2));
  }

  const attention::ModelConfig& config_;
  const Parameters& p_;
  const attention::Dropout& dropout_;
};

}  // namespace

Matrix logits(const attention::ModelConfig& config, const Parameters& p, const attention::Examples& examples,
              const attention::Dropout& dropout) {
  return Model(config, p, dropout).logits(examples);
}

double inner(const Matrix& m, const Matrix& g) {
  double sum = 0;
  for (std::size_t i = 0; i < m.values.size(); ++i) sum += m.values[i] * g.values[i];
  return sum;
}

Matrix centralDifferences(Matrix& x, const std::function<double()>& f) {
  constexpr double kStep = 1e-5;
  Matrix result(x.rows, x.columns);
  for (std::size_t i = 0; i < x.values.size(); ++i) {
    const double before = x.values[i];
    x.values[i] = before + kStep;
    const double above = f();
    x.values[i] = before - kStep;
    const double below = f();
    x.values[i] = before;
    result.values[i] = (above - below) / (2 * kStep);
  }
  return result;
}

}  // namespace reference

void checkGradient(const reference::Matrix& gradient, const reference::Matrix& differences) {
  REQUIRE(gradient.rows == differences.rows);
  REQUIRE(gradient.columns == differences.columns);
  double largest = 0, furthest = 0;
  for (std::size_t i = 0; i < differences.values.size(); ++i) {
    largest = std::max(largest, std::abs(differences.values[i]));
    furthest = std::max(furthest, std::abs(gradient.values[i] - differences.values[i]));
  }
  CAPTURE(largest, furthest);
  CHECK(largest > 1e-3);
  CHECK(furthest <= 1e-5 * std::max(largest, 1.0));
}
