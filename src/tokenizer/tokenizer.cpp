#include "tokenizer/tokenizer.hpp"

#include <algorithm>

#include "tokenizer/chunks.hpp"
#include "tokenizer/normalize.hpp"

namespace attention {

namespace {

std::uint64_t keyOf(TokenId left, TokenId right) { return (std::uint64_t{left} << 32) | right; }

std::array<unsigned char, 256> orderBytes() {
  const auto shown = [](unsigned byte) { return (byte > 0x20 && byte < 0x7F) || (byte > 0xA0 && byte != 0xAD); };
  std::array<unsigned char, 256> order{};
  auto next = order.begin();
  for (const bool wanted : {true, false}) {
    for (unsigned byte = 0; byte < 256; ++byte) {
      if (shown(byte) == wanted) *next++ = static_cast<unsigned char>(byte);
    }
  }
  return order;
}

std::array<TokenId, 256> idsOfBytes() {
  std::array<TokenId, 256> ids{};
  for (std::size_t i = 0; i < 256; ++i) ids[byteOrder()[i]] = static_cast<TokenId>(kSpecials + i);
  return ids;
}

}  // namespace

const std::array<unsigned char, 256>& byteOrder() {
  static const std::array<unsigned char, 256> order = orderBytes();
  return order;
}

TokenId idOfByte(unsigned char byte) {
  static const std::array<TokenId, 256> ids = idsOfBytes();
  return ids[byte];
}

PieceTable::PieceTable() : pieces_(kSpecials) {
  for (const unsigned char byte : byteOrder()) add(std::string(1, static_cast<char>(byte)));
}

TokenId PieceTable::add(const std::string& bytes) {
  const auto [entry, isNew] = ids_.emplace(bytes, static_cast<TokenId>(pieces_.size()));
  if (isNew) pieces_.push_back(bytes);
  return entry->second;
}

TokenId PieceTable::join(const Merge& merge) { return add(pieces_[merge.left] + pieces_[merge.right]); }

std::optional<TokenId> PieceTable::find(const std::string& bytes) const {
  const auto entry = ids_.find(bytes);
  if (entry == ids_.end()) return {};
  return entry->second;
}

Tokenizer::Tokenizer(const std::vector<Merge>& merges) : merges_(merges) {
  for (std::size_t rank = 0; rank < merges.size(); ++rank) {
    joins_.emplace(keyOf(merges[rank].left, merges[rank].right), Join{rank, pieces_.join(merges[rank])});
  }
}

void Tokenizer::encodeChunk(std::string_view chunk, TokenIds& ids) const {
  const std::size_t start = ids.size();
  for (const char c : chunk) ids.push_back(idOfByte(static_cast<unsigned char>(c)));

  // The pair that was learnt first is joined first, from the left where it stands twice.
  while (true) {
    const Join* best = nullptr;
    std::size_t place = 0;
    for (std::size_t i = start; i + 1 < ids.size(); ++i) {
      const auto join = joins_.find(keyOf(ids[i], ids[i + 1]));
      if (join != joins_.end() && (!best || join->second.rank < best->rank)) {
        best = &join->second;
        place = i;
      }
    }
    if (!best) return;
    ids[place] = best->result;
    ids.erase(ids.begin() + static_cast<std::ptrdiff_t>(place) + 1);
  }
}

TokenIds Tokenizer::encode(std::string_view text) const {
  TokenIds ids;
  const std::string spaced = normalizeWithSpace(text);
  for (const std::string_view chunk : chunksOf(spaced)) encodeChunk(chunk, ids);
  return ids;
}

std::string Tokenizer::bytesOf(std::span<const TokenId> ids) const {
  std::string bytes;
  for (const TokenId id : ids) {
    if (id < pieces_.size()) bytes += pieces_[id];
  }
  return bytes;
}

std::string Tokenizer::decode(std::span<const TokenId> ids) const {
  std::string text = bytesOf(ids);
  if (text.starts_with(' ')) text.erase(0, 1);
  return text;
}

std::vector<Word> Tokenizer::words(std::span<const TokenId> ids) const {
  std::vector<Word> words;
  for (std::size_t i = 0; i < ids.size();) {
    if (ids[i] < kSpecials) {
      words.push_back({std::string(kSpecialNames[ids[i]]), i, i + 1});
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < ids.size() && ids[end] >= kSpecials) ++end;
    addWords(ids.subspan(i, end - i), i, words);
    i = end;
  }
  return words;
}

void Tokenizer::addWords(std::span<const TokenId> ids, std::size_t first, std::vector<Word>& words) const {
  struct Place {
    std::string text;
    std::size_t start;  // in bytes
  };
  const std::string text = bytesOf(ids);
  std::vector<Place> places;
  std::size_t start = 0;
  for (const std::string_view chunk : chunksOf(text)) {
    // White space and what continues a word go with what stands before; white space at the start with what follows.
    const bool opens = places.empty() || (!isBlank(chunk) && !continuesWord(chunk) && !isBlank(places.back().text));
    if (opens) places.push_back({"", start});
    places.back().text += chunk;
    start += chunk.size();
  }

  // A piece belongs to the word in which it begins.
  std::size_t piece = 0, at = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const std::size_t end = i + 1 < places.size() ? places[i + 1].start : text.size();
    const std::size_t from = piece;
    while (piece < ids.size() && at < end) at += ids[piece] < pieces_.size() ? pieces_[ids[piece]].size() : 0, ++piece;
    const std::string& word = places[i].text;
    const std::size_t left = std::min(word.find_first_not_of(" \t\n\r"), word.size());
    const std::size_t right = word.find_last_not_of(" \t\n\r") + 1;
    if (piece > from)
      words.push_back({left < right ? word.substr(left, right - left) : "", first + from, first + piece});
  }
}

}  // namespace attention
