// JSON (RFC 8259), as strict as it is small.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tensor/expected.hpp"

namespace attention {

struct JsonMember;

struct Json {
  enum class Kind { Null, False, True, Number, Text, Array, Object };

  Kind kind = Kind::Null;
  double number = 0;
  std::string text;
  std::vector<Json> items;
  std::vector<JsonMember> members;  // in the order of the file; a name stands once

  bool operator==(const Json& other) const;

  const Json* find(std::string_view name) const;  // null where it is no object, or has no such member
};

struct JsonMember {
  std::string name;
  Json value;
  bool operator==(const JsonMember&) const = default;
};

// `name` is what the sentence calls the text: "tokenizer.json is no JSON: ... at byte 12".
Expected<Json> parseJson(std::string_view name, std::string_view text);

// "a\"b" with its quotes.
std::string quoted(std::string_view text);

}  // namespace attention
