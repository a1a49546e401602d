// UTF-8, JSON and files.
#include <catch2/catch_test_macros.hpp>

#include <cstdio>
#include <filesystem>
#include <string>

#include "format/file.hpp"
#include "format/json.hpp"
#include "format/utf8.hpp"

using namespace attention;
using namespace std::string_literals;

namespace {

std::string errorOf(const std::string& text) {
  const Expected<Json> value = parseJson("x.json", text);
  return value ? "" : value.error().message;
}

std::string temporary(const std::string& name) {
  return (std::filesystem::temp_directory_path() /
          ("attention-format-" + std::to_string(std::hash<std::string>()(__FILE__)) + name))
      .string();
}

}  // namespace

TEST_CASE("utf8: every character there is, and nothing else") {
  std::string all;
  std::size_t count = 0;
  for (char32_t code = 0; code <= 0x10FFFF; code += code < 0x900 || (code > 0xD700 && code < 0xE100) ? 1 : 61) {
    std::string one;
    append(one, code);
    const bool surrogate = code >= 0xD800 && code < 0xE000;
    const Character back = characterAt(one, 0);
    if (surrogate) {
      REQUIRE(firstIllFormed(one) == 0);
    } else {
      REQUIRE((back.code == code && back.length == one.size()));
      all += one;
      ++count;
    }
  }
  CHECK(!firstIllFormed(all));
  for (std::size_t at = 0; at < all.size(); --count) at += characterAt(all, at).length;
  CHECK(count == 0);
}

TEST_CASE("utf8: where it is wrong") {
  CHECK(firstIllFormed("ab\x80") == 2);              // a byte that continues nothing
  CHECK(firstIllFormed("\xC3\xA9\xC0\xAF") == 2);    // overlong
  CHECK(firstIllFormed("\xC1\xBF") == 0);
  CHECK(firstIllFormed("\xE0\x9F\xBF") == 0);
  CHECK(firstIllFormed("\xF0\x8F\xBF\xBF") == 0);
  CHECK(firstIllFormed("\xF4\x90\x80\x80") == 0);    // above U+10FFFF
  CHECK(firstIllFormed("\xF5\x80\x80\x80") == 0);
  CHECK(firstIllFormed("x\xE2\x82") == 1);           // cut
  CHECK(firstIllFormed("\xE2\x82z") == 0);
  CHECK(firstIllFormed("\xED\xA0\x80") == 0);        // half of a surrogate pair
  CHECK(!firstIllFormed("\xEF\xBF\xBD"));            // U+FFFD itself is a character
}

TEST_CASE("json: values, escapes, order of members") {
  const Expected<Json> value =
      parseJson("x.json", R"( {"b": [1, -2.5e3, true, false, null, "\u00e9\ud83c\udf4e\n\/"], "a": {}} )");
  REQUIRE(value);
  REQUIRE(value->members.size() == 2);
  CHECK(value->members[0].name == "b");
  const std::vector<Json>& items = value->find("b")->items;
  CHECK(items[1].number == -2500);
  CHECK(items[2].kind == Json::Kind::True);
  CHECK(items[3].kind == Json::Kind::False);
  CHECK(items[4].kind == Json::Kind::Null);
  CHECK(items[5].text == "é🍎\n/");
  CHECK(value->find("c") == nullptr);
  CHECK(parseJson("x", quoted("a\"\\\n\x01é"))->text == "a\"\\\n\x01é");
}

TEST_CASE("json: what is none, and where") {
  CHECK(errorOf("[1, 2") == "x.json is no JSON: a comma or ] is missing at byte 5");
  CHECK(errorOf("{\"a\": 1, \"a\": 2}") == "x.json is no JSON: a name that stands twice at byte 12");
  CHECK(errorOf("[] x") == "x.json is no JSON: something after the end at byte 3");
  CHECK(errorOf("\"\\ud800\"") == "x.json is no JSON: half of a surrogate pair at byte 7");
  CHECK(errorOf("\"a\x80\"") == "x.json is no JSON: no UTF-8 at byte 2");
  CHECK(errorOf(std::string(100000, '[')) == "x.json is no JSON: too many brackets in each other at byte 65");
  for (const char* wrong : {"", "01", "1.", "+1", ".5", "1e", "tru", "'a'", "[1,]", "{\"a\" 1}", "{a: 1}", "\"a",
                            "\"\t\"", "\"\\x\"", "\"\\u12g4\"", "NaN", "--1"}) {
    INFO(wrong);
    CHECK(errorOf(wrong) != "");
  }
}

TEST_CASE("files: whole, replaced at once, and a sentence where they cannot be had") {
  const std::string path = temporary("a.txt"), bytes = "one\0two\r\n\xFF"s;
  REQUIRE(!writeFile(path, "before"));
  REQUIRE(!writeFile(path, bytes));
  CHECK(*readFile(path) == bytes);
  CHECK(!std::filesystem::exists(path + ".partial"));
  std::remove(path.c_str());
  CHECK(readFile(path).error().message == path + " cannot be read: No such file or directory");
  const std::string nowhere = path + "/b";
  CHECK(writeFile(nowhere, "x")->message == nowhere + " cannot be written: No such file or directory");
  CHECK(filesIn(nowhere, ".txt").error().message == nowhere + " cannot be read: No such file or directory");
}

TEST_CASE("files: those of a folder with an ending, by name") {
  const std::string folder = temporary("folder");
  std::filesystem::create_directory(folder);
  for (const char* name : {"/b.txt", "/a.txt", "/c.md"}) REQUIRE(!writeFile(folder + name, ""));
  CHECK(*filesIn(folder, ".txt") == std::vector<std::string>{folder + "/a.txt", folder + "/b.txt"});
  std::filesystem::remove_all(folder);
}
