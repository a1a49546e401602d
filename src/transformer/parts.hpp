// The parts of a Transformer's parameters, and the names that they have in a file. What stands at each place depends on
// who looks: a view of the numbers or of their gradients, or panels for the product.
//
//   M: a matrix of parameters, applied as X·W; V: a row of E numbers
#pragma once

#include <string>
#include <vector>

#include "transformer/config.hpp"

namespace attention {

template <class M>
struct AttentionPart {
  M wq, wk, wv, wo;   // (E, E) each
};

template <class V>
struct NormPart {
  V gain, bias;   // (E) each
};

template <class M>
struct FeedForwardPart {
  M w1, w2;   // (E, F), (F, E)
};

template <class M, class V>
struct EncoderPart {
  AttentionPart<M> self;
  NormPart<V> norm1, norm2;
  FeedForwardPart<M> ff;
};

template <class M, class V>
struct DecoderPart {
  AttentionPart<M> self, cross;        // no cross in a language model
  NormPart<V> norm1, norm2, norm3;     // nor norm3
  FeedForwardPart<M> ff;
};

template <class M, class V>
struct ModelParts {
  M embedding;   // (V, E), also the output layer
  std::vector<EncoderPart<M, V>> encoder;
  NormPart<V> encoderNorm;
  std::vector<DecoderPart<M, V>> decoder;
  NormPart<V> decoderNorm;
};

// Calls onMatrix(name, M&, rows, columns) and onVector(name, V&, size) for every part, in the order in which they lie in
// memory and in files, having made room for the blocks of the config.
template <class M, class V, class OnMatrix, class OnVector>
void forEachPart(const ModelConfig& config, ModelParts<M, V>& parts, const OnMatrix& onMatrix, const OnVector& onVector) {
  const std::size_t width = config.modelWidth;
  const auto attention = [&](const std::string& name, AttentionPart<M>& part) {
    onMatrix(name + ".wq", part.wq, width, width);
    onMatrix(name + ".wk", part.wk, width, width);
    onMatrix(name + ".wv", part.wv, width, width);
    onMatrix(name + ".wo", part.wo, width, width);
  };
  const auto norm = [&](const std::string& name, NormPart<V>& part) {
    onVector(name + ".gain", part.gain, width);
    onVector(name + ".bias", part.bias, width);
  };
  const auto feedForward = [&](const std::string& name, FeedForwardPart<M>& part) {
    onMatrix(name + ".w1", part.w1, width, config.feedForward);
    onMatrix(name + ".w2", part.w2, config.feedForward, width);
  };
  onMatrix(std::string("embedding"), parts.embedding, config.vocabulary, width);
  parts.encoder.resize(config.layers);
  for (std::size_t i = 0; i < config.layers; ++i) {
    const std::string name = "encoder." + std::to_string(i);
    attention(name + ".self", parts.encoder[i].self);
    norm(name + ".norm1", parts.encoder[i].norm1);
    norm(name + ".norm2", parts.encoder[i].norm2);
    feedForward(name + ".ff", parts.encoder[i].ff);
  }
  if (config.hasEncoder()) norm("encoder.norm", parts.encoderNorm);
  parts.decoder.resize(config.decoderLayers);
  for (std::size_t i = 0; i < config.decoderLayers; ++i) {
    const std::string name = "decoder." + std::to_string(i);
    attention(name + ".self", parts.decoder[i].self);
    if (config.hasEncoder()) attention(name + ".cross", parts.decoder[i].cross);
    norm(name + ".norm1", parts.decoder[i].norm1);
    norm(name + ".norm2", parts.decoder[i].norm2);
    if (config.hasEncoder()) norm(name + ".norm3", parts.decoder[i].norm3);
    feedForward(name + ".ff", parts.decoder[i].ff);
  }
  norm("decoder.norm", parts.decoderNorm);
}

}  // namespace attention
