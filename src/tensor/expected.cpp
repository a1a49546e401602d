#include "tensor/expected.hpp"

namespace attention {

namespace {

void append(std::string& text, std::uint64_t number) {
  if (number >= 10) append(text, number / 10);
  text.push_back(static_cast<char>('0' + number % 10));
}

}  // namespace

std::string sentence(std::initializer_list<Piece> pieces) {
  std::string text;
  for (const Piece& piece : pieces) {
    if (piece.isNumber) {
      append(text, piece.number);
    } else {
      text.append(piece.text);
    }
  }
  return text;
}

}  // namespace attention
