// The three functions that JS sees. A call is: write the table, begin(), copy the tensors to the addresses that it then
// holds, run(), copy out what the table names.
//
// begin() reserves all that a call needs before anything is computed: where the memory cannot be had, nothing has happened.
#include <emscripten/emscripten.h>

#include <cstddef>
#include <optional>

#include "tensor/check.hpp"
#include "wasm/operations.hpp"

namespace attention::wasm {

namespace {

Request request;
Reply reply;
const Operation* operation = nullptr;
std::optional<ArenaScope> scope;

std::size_t refuse(const Error& error) {
  request.close();
  reply.refuse(error);
  return reply.count();
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE Value* values() { return table; }

// 0, or how many values tell why the call is refused.
EMSCRIPTEN_KEEPALIVE std::size_t begin(std::size_t count) {
  request.open(count);
  operation = findOperation(request.operation());
  const Expected<Bytes> own = operation->measure(request);
  if (!own) return refuse(own.error());
  const Bytes bytes = request.bytes().add(*own);
  scope.emplace(bytes);
  if (!*scope) return refuse(outOfMemory(bytes.total()));
  request.makeTensors();
  return 0;
}

// How many values the table holds: what the operation gives, or why it is refused.
EMSCRIPTEN_KEEPALIVE std::size_t run() {
  reply.clear();
  operation->run(request, reply);
  request.close();
  scope.reset();
  return reply.count();
}

}  // extern "C"

}  // namespace attention::wasm
