// Byte-pair encoding (Sennrich, Haddow, Birch 2016, "Neural Machine Translation of Rare Words with Subword Units") on
// the bytes of UTF-8, as GPT-2 does: a text that was never seen falls apart into bytes, and no text is unknown.
//
// Ids: 0 <pad>, 1 <s>, 2 </s>, then the 256 bytes, then a piece for each merge in the order in which they were learnt.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tensor/expected.hpp"
#include "tokenizer/token_id.hpp"

namespace attention {

// The 256 bytes in the order of their ids: first the 188 that Latin-1 shows, then the others.
inline constexpr std::size_t kShownBytes = 188;
const std::array<unsigned char, 256>& byteOrder();
TokenId idOfByte(unsigned char byte);

struct Merge {
  TokenId left, right;
  bool operator==(const Merge&) const = default;
};

// The bytes of every id; <pad>, <s> and </s> have none.
class PieceTable {
 public:
  PieceTable();
  TokenId join(const Merge& merge);  // two merges may make the same piece
  std::optional<TokenId> find(const std::string& bytes) const;
  std::size_t size() const { return pieces_.size(); }
  const std::string& operator[](TokenId id) const { return pieces_[id]; }

 private:
  TokenId add(const std::string& bytes);

  std::vector<std::string> pieces_;
  std::unordered_map<std::string, TokenId> ids_;
};

// A word as the reader sees it ("don't", "l'", "pomme", "?"), and its pieces [first, last).
struct Word {
  std::string text;
  std::size_t first, last;
  bool operator==(const Word&) const = default;
};

class Tokenizer {
 public:
  // Each merge joins pieces that the bytes or the merges before it made, and stands once.
  explicit Tokenizer(const std::vector<Merge>& merges);

  static Expected<Tokenizer> fromJson(std::string_view name, std::string_view json);
  std::string toJson() const;  // Hugging Face's tokenizer.json

  std::size_t size() const { return pieces_.size(); }
  const std::vector<Merge>& merges() const { return merges_; }
  const PieceTable& pieces() const { return pieces_; }

  // The text is UTF-8. No text becomes <pad>, <s> or </s>.
  TokenIds encode(std::string_view text) const;

  // decode(encode(text)) is normalize(text). What is no id says nothing.
  std::string decode(std::span<const TokenId> ids) const;

  // Every id belongs to one word; <pad>, <s> and </s> are words of their own.
  std::vector<Word> words(std::span<const TokenId> ids) const;

 private:
  struct Join {
    std::size_t rank;
    TokenId result;
  };

  PieceTable pieces_;
  std::vector<Merge> merges_;
  std::unordered_map<std::uint64_t, Join> joins_;  // by (left, right)

  std::string bytesOf(std::span<const TokenId> ids) const;
  void encodeChunk(std::string_view chunk, TokenIds& ids) const;
  void addWords(std::span<const TokenId> ids, std::size_t first, std::vector<Word>& words) const;
};

}  // namespace attention
