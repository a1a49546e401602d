// What the module can do, by name. The names are private: web/engine/engine.js is the API, and checks every argument first.
#pragma once

#include <string_view>

#include "tensor/expected.hpp"
#include "wasm/reply.hpp"
#include "wasm/request.hpp"

namespace attention::wasm {

struct Operation {
  std::string_view name;

  // What it takes from the arena besides its arguments; or why it is refused, before anything is allocated.
  Expected<Bytes> (*measure)(const Request& request);

  // What it makes is in the arena, or outlives the reply otherwise.
  void (*run)(Request& request, Reply& reply);
};

const Operation* findOperation(std::string_view name);

}  // namespace attention::wasm
