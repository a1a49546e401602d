#include "transformer/config.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace attention {

HeadPlace alignmentHead(const ModelConfig& config) {
  return {config.decoderLayers < 2 ? 0 : config.decoderLayers - 2, 0};
}

Check checkConfig(const ModelConfig& config) {
  const std::array<std::pair<std::string_view, std::size_t>, 5> sizes = {{{"decoderLayers", config.decoderLayers},
                                                                          {"heads", config.heads},
                                                                          {"dModel", config.modelWidth},
                                                                          {"feedForward", config.feedForward},
                                                                          {"vocabulary", config.vocabulary}}};
  for (const auto& [name, size] : sizes) {
    if (size < 1) return Error{ErrorCode::InvalidSize, sentence({name, " is 0, it must be at least 1"})};
  }
  if (config.modelWidth % config.heads == 0) return {};
  return Error{ErrorCode::InvalidHeads,
               sentence({"heads is ", config.heads, ", which does not divide dModel ", config.modelWidth})};
}

}  // namespace attention
