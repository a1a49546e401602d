#include "format/json.hpp"

#include <charconv>
#include <cstdlib>
#include <optional>
#include <unordered_set>

#include "format/file.hpp"
#include "format/utf8.hpp"

namespace attention {

namespace {

constexpr int kDepth = 64;  // deeper than any file of ours, shallower than the stack

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  // Empty, or what is wrong at position().
  std::string_view whole(Json& value) {
    if (const auto wrong = firstIllFormed(text_)) {
      at_ = *wrong;
      return "no UTF-8";
    }
    if (!parse(value, 0)) return problem_;
    space();
    return at_ == text_.size() ? "" : "something after the end";
  }

  std::size_t position() const { return at_; }

 private:
  void space() {
    while (at_ < text_.size() && std::string_view(" \t\n\r").find(text_[at_]) != std::string_view::npos) ++at_;
  }

  bool take(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }

  bool fail(std::string_view problem) {
    problem_ = problem;
    return false;
  }

  bool parse(Json& value, int depth) {
    if (depth > kDepth) return fail("too many brackets in each other");
    space();
    if (take("{")) return object(value, depth);
    if (take("[")) return array(value, depth);
    if (take("\"")) {
      value.kind = Json::Kind::Text;
      return string(value.text);
    }
    if (take("null")) return true;
    if (take("true") || take("false")) {
      value.kind = text_[at_ - 2] == 'u' ? Json::Kind::True : Json::Kind::False;
      return true;
    }
    return number(value);
  }

  bool object(Json& value, int depth) {
    value.kind = Json::Kind::Object;
    std::unordered_set<std::string> names;
    space();
    if (take("}")) return true;
    do {
      space();
      auto& [name, member] = value.members.emplace_back();
      if (!take("\"")) return fail("a name is missing");
      if (!string(name)) return false;
      if (!names.insert(name).second) return fail("a name that stands twice");
      space();
      if (!take(":")) return fail("a colon is missing");
      if (!parse(member, depth + 1)) return false;
      space();
    } while (take(","));
    return take("}") || fail("a comma or } is missing");
  }

  bool array(Json& value, int depth) {
    value.kind = Json::Kind::Array;
    space();
    if (take("]")) return true;
    do {
      if (!parse(value.items.emplace_back(), depth + 1)) return false;
      space();
    } while (take(","));
    return take("]") || fail("a comma or ] is missing");
  }

  bool digits() {
    const std::size_t start = at_;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
    return at_ > start;
  }

  bool number(Json& value) {
    const std::size_t start = at_;
    take("-");
    if (!take("0") && !digits()) return fail("no value");
    if (take(".") && !digits()) return fail("a number without digits");
    if (take("e") || take("E")) {
      if (!take("+")) take("-");
      if (!digits()) return fail("a number without digits");
    }
    value.kind = Json::Kind::Number;
    value.number = std::strtod(std::string(text_.substr(start, at_ - start)).c_str(), nullptr);
    return true;
  }

  std::optional<char32_t> hexadecimal() {
    unsigned code = 0;
    const char* start = text_.data() + at_;
    if (text_.size() - at_ < 4 || std::from_chars(start, start + 4, code, 16).ptr != start + 4) return {};
    at_ += 4;
    return code;
  }

  bool escape(std::string& text) {
    constexpr std::string_view kNames = "\"\\/bfnrt", kMeanings = "\"\\/\b\f\n\r\t";
    if (!take("u")) {
      const std::size_t i = at_ < text_.size() ? kNames.find(text_[at_]) : std::string_view::npos;
      if (i == std::string_view::npos) return fail("an escape that JSON does not have");
      ++at_;
      text.push_back(kMeanings[i]);
      return true;
    }
    std::optional<char32_t> code = hexadecimal();
    if (!code) return fail("an escape without four digits");
    if (*code >= 0xD800 && *code < 0xE000) {
      const std::optional<char32_t> low = *code < 0xDC00 && take("\\u") ? hexadecimal() : std::nullopt;
      if (!low || *low < 0xDC00 || *low >= 0xE000) return fail("half of a surrogate pair");
      code = 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00);
    }
    append(text, *code);
    return true;
  }

  bool string(std::string& text) {
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"') return true;
      if (static_cast<unsigned char>(c) < 0x20) return fail("a control character in a text");
      if (c != '\\') {
        text.push_back(c);
      } else if (!escape(text)) {
        return false;
      }
    }
    return fail("a text without end");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string_view problem_;
};

}  // namespace

bool Json::operator==(const Json& other) const = default;

const Json* Json::find(std::string_view name) const {
  for (const auto& [key, value] : members) {
    if (key == name) return &value;
  }
  return nullptr;
}

Expected<Json> parseJson(std::string_view name, std::string_view text) {
  Parser parser(text);
  Json value;
  const std::string_view problem = parser.whole(value);
  if (problem.empty()) return value;
  return invalidFile(sentence({name, " is no JSON: ", problem, " at byte ", parser.position()}));
}

std::string quoted(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result.append({'\\', c});
    } else if (byte < 0x20) {
      result.append("\\u00").append({kDigits[byte >> 4], kDigits[byte & 15]});
    } else {
      result.push_back(c);
    }
  }
  return result + "\"";
}

}  // namespace attention
