// A result or the reason why there is none. The WebAssembly build has no C++ exceptions, so errors are values.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace attention {

enum class ErrorCode { ShapeMismatch, NotFinite, InvalidSize, InvalidHeads, TooLarge, OutOfMemory };

struct Error {
  ErrorCode code;
  std::string message;  // names the argument and both numbers: "key has 5 columns, query has 4"
};

// A piece of a sentence: text or a whole number.
struct Piece {
  Piece(std::string_view words) : text(words) {}
  Piece(const char* words) : text(words) {}
  Piece(std::unsigned_integral auto value) : number(value), isNumber(true) {}

  std::string_view text;
  std::uint64_t number = 0;
  bool isNumber = false;
};

std::string sentence(std::initializer_list<Piece> pieces);

template <class Value>
class Expected {
 public:
  Expected(Value value) : content_(std::move(value)) {}
  Expected(Error error) : content_(std::move(error)) {}

  explicit operator bool() const { return std::holds_alternative<Value>(content_); }

  // Only after the test above said which of the two is there.
  const Value& operator*() const { return *std::get_if<Value>(&content_); }
  Value& operator*() { return *std::get_if<Value>(&content_); }
  const Value* operator->() const { return std::get_if<Value>(&content_); }
  const Error& error() const { return *std::get_if<Error>(&content_); }

 private:
  std::variant<Value, Error> content_;
};

}  // namespace attention
