#include "tokenizer/normalize.hpp"

#include <algorithm>
#include <iterator>

#include "format/json.hpp"
#include "format/utf8.hpp"

namespace attention {

namespace {

struct Accented {
  char32_t letter, accent, both;
};

constexpr Accented kAccented[] = {
    {'a', 0x300, U'à'}, {'a', 0x302, U'â'}, {'a', 0x308, U'ä'}, {'c', 0x327, U'ç'}, {'e', 0x301, U'é'}, {'e', 0x300, U'è'},
    {'e', 0x302, U'ê'}, {'e', 0x308, U'ë'}, {'i', 0x302, U'î'}, {'i', 0x308, U'ï'}, {'o', 0x302, U'ô'}, {'o', 0x308, U'ö'},
    {'u', 0x300, U'ù'}, {'u', 0x302, U'û'}, {'u', 0x308, U'ü'}, {'y', 0x308, U'ÿ'}, {'A', 0x300, U'À'}, {'A', 0x302, U'Â'},
    {'A', 0x308, U'Ä'}, {'C', 0x327, U'Ç'}, {'E', 0x301, U'É'}, {'E', 0x300, U'È'}, {'E', 0x302, U'Ê'}, {'E', 0x308, U'Ë'},
    {'I', 0x302, U'Î'}, {'I', 0x308, U'Ï'}, {'O', 0x302, U'Ô'}, {'O', 0x308, U'Ö'}, {'U', 0x300, U'Ù'}, {'U', 0x302, U'Û'},
    {'U', 0x308, U'Ü'}, {'Y', 0x308, U'Ÿ'}};

// Patterns are regular expressions, in the order of the header.
struct Rule {
  std::string_view pattern, content;
};

constexpr Rule kRules[] = {
    {"[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]", " "},
    {"[\u00AD\u200B\u2060\uFEFF]", ""},
    {"[‘’ʼ′´]", "'"},
    {"« ?| ?»|[“”„″]", "\""},
    {"[\u2010\u2011]", "-"},
    {"…", "..."},
};

// The first rules, which look at one character each.
std::u32string_view spelled(char32_t& code) {
  switch (code) {
    case 0xA0: case 0x1680: case 0x202F: case 0x205F: case 0x3000: return U" ";
    case 0xAD: case 0x200B: case 0x2060: case 0xFEFF: return U"";
    case U'‘': case U'’': case U'ʼ': case U'′': case U'´': return U"'";
    case U'“': case U'”': case U'„': case U'″': return U"\"";
    case 0x2010: case 0x2011: return U"-";
    case U'…': return U"...";
    default: return code >= 0x2000 && code <= 0x200A ? U" " : std::u32string_view(&code, 1);
  }
}

std::u32string spell(std::string_view text) {
  std::u32string result;
  char32_t before = 0;  // in the text, where it may take an accent
  for (std::size_t at = 0; at < text.size();) {
    auto [code, length] = characterAt(text, at);
    at += length;
    const Accented* accented = std::find_if(std::begin(kAccented), std::end(kAccented), [&](const Accented& rule) {
      return rule.letter == before && rule.accent == code;
    });
    before = code;
    if (accented != std::end(kAccented)) {
      result.back() = accented->both;
    } else {
      result += spelled(code);
    }
  }
  return result;
}

}  // namespace

std::string normalize(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    return std::string(text);
  }
  const std::u32string spelt = spell(text);
  std::string result;
  const auto is = [&spelt](std::size_t i, char32_t code) { return i < spelt.size() && spelt[i] == code; };
  for (std::size_t i = 0; i < spelt.size(); ++i) {
    if (is(i, U' ') && is(i + 1, U'»')) continue;
    const bool opens = is(i, U'«');
    append(result, opens || is(i, U'»') ? U'"' : spelt[i]);
    if (opens && is(i + 1, U' ')) ++i;
  }
  return result;
}

std::string normalizeWithSpace(std::string_view text) {
  const std::string normal = normalize(text);
  return normal.empty() ? normal : " " + normal;
}

std::string normalizerJson() {
  std::string json = "{\"type\": \"Sequence\", \"normalizers\": [";
  const auto add = [&json](std::string_view kind, std::string_view pattern, std::string_view content) {
    json += "\n    {\"type\": \"Replace\", \"pattern\": {\"" + std::string(kind) + "\": " + quoted(pattern) +
            "}, \"content\": " + quoted(content) + "},";
  };
  for (const auto& [letter, accent, both] : kAccented) {
    std::string apart, together;
    append(apart, letter);
    append(apart, accent);
    append(together, both);
    add("String", apart, together);
  }
  for (const auto& [pattern, content] : kRules) add("Regex", pattern, content);
  return json + "\n    {\"type\": \"Prepend\", \"prepend\": \" \"}\n  ]}";
}

}  // namespace attention
