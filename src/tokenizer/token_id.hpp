// Token ids, and the three that stand for no text.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace attention {

using TokenId = std::uint32_t;
using TokenIds = std::vector<TokenId>;

// <s> stands before the first token of a decoder's input, </s> after the last of its targets.
inline constexpr TokenId kPadding = 0, kStart = 1, kEnd = 2;
inline constexpr std::size_t kSpecials = 3;
inline constexpr std::array<std::string_view, kSpecials> kSpecialNames = {"<pad>", "<s>", "</s>"};

}  // namespace attention
