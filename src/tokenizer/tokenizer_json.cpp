// tokenizer.json as Hugging Face's tokenizers read it. What is fixed in this program is fixed in the file, too: a file
// that says otherwise is refused and not half understood.
#include <algorithm>

#include "format/file.hpp"
#include "format/json.hpp"
#include "format/utf8.hpp"
#include "tokenizer/chunks.hpp"
#include "tokenizer/normalize.hpp"
#include "tokenizer/tokenizer.hpp"

namespace attention {

namespace {

constexpr auto kShown = static_cast<std::ptrdiff_t>(kShownBytes);

// GPT-2's way to write bytes in JSON: a byte that Latin-1 shows is that character, the n-th other one is U+0100 + n.
std::string shown(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    const auto place = std::find(byteOrder().begin(), byteOrder().end(), byte) - byteOrder().begin();
    append(text, place < kShown ? byte : static_cast<char32_t>(0x100 + place - kShown));
  }
  return text;
}

// The bytes that such a text stands for; nothing where it stands for none.
std::optional<std::string> fromShown(std::string_view text) {
  std::string bytes;
  for (std::size_t at = 0; at < text.size();) {
    const auto [code, length] = characterAt(text, at);
    at += length;
    const auto end = byteOrder().begin() + kShown;
    if (std::find(byteOrder().begin(), end, code) != end) {
      bytes.push_back(static_cast<char>(code));
    } else if (code >= 0x100 && code - 0x100 < byteOrder().size() - kShown) {
      bytes.push_back(static_cast<char>(byteOrder()[kShown + code - 0x100]));
    } else {
      return {};
    }
  }
  return bytes;
}

std::string beforeVocabulary() {
  std::string json = "{\n  \"version\": \"1.0\",\n  \"truncation\": null,\n  \"padding\": null,\n  \"added_tokens\": [";
  for (std::size_t id = 0; id < kSpecials; ++id) {
    json += std::string(id ? "," : "") + "\n    {\"id\": " + std::to_string(id) + ", \"content\": " +
            quoted(kSpecialNames[id]) +
            ", \"single_word\": false, \"lstrip\": false, \"rstrip\": false, \"normalized\": false, \"special\": true}";
  }
  return json + "\n  ],\n  \"normalizer\": " + normalizerJson() +
         ",\n  \"pre_tokenizer\": {\"type\": \"Sequence\", \"pretokenizers\": [\n"
         "    {\"type\": \"Split\", \"pattern\": {\"Regex\": " + quoted(chunkPattern()) +
         "}, \"behavior\": \"Isolated\", \"invert\": false},\n"
         "    {\"type\": \"ByteLevel\", \"add_prefix_space\": false, \"trim_offsets\": true, \"use_regex\": false}\n"
         "  ]},\n  \"post_processor\": null,\n"
         "  \"decoder\": {\"type\": \"Sequence\", \"decoders\": [\n"
         "    {\"type\": \"ByteLevel\", \"add_prefix_space\": false, \"trim_offsets\": true, \"use_regex\": false},\n"
         "    {\"type\": \"Strip\", \"content\": \" \", \"start\": 1, \"stop\": 0}\n  ]},\n"
         "  \"model\": {\"type\": \"BPE\", \"dropout\": null, \"unk_token\": null, "
         "\"continuing_subword_prefix\": null, "
         "\"end_of_word_suffix\": null, \"fuse_unk\": false, \"byte_fallback\": false, \"ignore_merges\": false,\n"
         "  \"vocab\": {";
}

}  // namespace

std::string Tokenizer::toJson() const {
  std::string json = beforeVocabulary();
  for (TokenId id = 0; id < size(); ++id) {
    json += (id ? ", " : "") + quoted(id < kSpecials ? std::string(kSpecialNames[id]) : shown(pieces_[id])) + ": " +
            std::to_string(id);
  }
  json += "},\n  \"merges\": [";
  for (std::size_t i = 0; i < merges_.size(); ++i) {
    json += (i ? ", " : "") + quoted(shown(pieces_[merges_[i].left]) + " " + shown(pieces_[merges_[i].right]));
  }
  return json + "]}\n}\n";
}

Expected<Tokenizer> Tokenizer::fromJson(std::string_view name, std::string_view json) {
  const Expected<Json> whole = parseJson(name, json);
  if (!whole) return whole.error();
  const auto wrong = [name](std::initializer_list<Piece> pieces) {
    return invalidFile(std::string(name) + ": " + sentence(pieces));
  };
  const Json* model = whole->find("model");
  const Json* merges = model ? model->find("merges") : nullptr;
  if (!merges || merges->kind != Json::Kind::Array) return wrong({"there is no list model.merges"});

  PieceTable pieces;
  std::vector<Merge> list;
  const auto find = [&pieces](std::string_view piece) {
    const std::optional<std::string> bytes = fromShown(piece);
    return bytes ? pieces.find(*bytes) : std::nullopt;
  };
  for (const Json& item : merges->items) {
    const std::string_view text = item.text;
    const std::size_t space = text.find(' ');
    if (space == std::string_view::npos) {
      return wrong({"merge ", list.size(), " is no text of two pieces with a space between"});
    }
    const std::optional<TokenId> left = find(text.substr(0, space)), right = find(text.substr(space + 1));
    if (!left || !right) {
      return wrong({"merge ", list.size(), ", \"", text, "\", joins a piece that no merge before it made"});
    }
    list.push_back({*left, *right});
    pieces.join(list.back());
  }

  // All the rest is a function of the merges.
  Tokenizer tokenizer(list);
  if (*parseJson(name, tokenizer.toJson()) != *whole) {
    return wrong({"its merges are read, but something beside them is not what this program writes for them"});
  }
  return tokenizer;
}

}  // namespace attention
