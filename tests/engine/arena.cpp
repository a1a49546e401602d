#include "tensor/arena.hpp"

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <cstdlib>
#include <limits>
#include <new>

#include "attention/multi_head.hpp"
#include "attention/variants/article.hpp"
#include "samples.hpp"
#include "tolerance.hpp"
#include "transformer/token_vectors.hpp"

using attention::Arena;
using attention::arena;
using attention::ArenaScope;
using attention::Bytes;
using attention::Matrix;
using attention::MultiHeadOptions;
using attention::Parameters;
using samples::Sampler;

namespace {

// Allocations since the program began, and the one that is refused, counted from 1 (0: none).
std::atomic<std::size_t> allocations = 0;
std::atomic<std::size_t> refused = 0;

void* allocated(std::size_t bytes) {
  return ++allocations == refused ? nullptr : std::malloc(bytes > 0 ? bytes : 1);
}

// As the engine's calls in WebAssembly: reserve, then compute. The second time it is warm.
template <class Work>
void inScope(const Bytes& bytes, const Work& work) {
  {
    const ArenaScope cold(bytes);
    REQUIRE(work());
  }
  const ArenaScope scope(bytes);
  REQUIRE(scope);
  const std::size_t before = allocations;
  const bool isAnswered = work();
  const std::size_t after = allocations;
  CHECK(isAnswered);
  CHECK(after == before);
  CHECK(arena().used() <= bytes.total());
  CHECK(static_cast<double>(bytes.total()) <= 1.3 * static_cast<double>(arena().used()) + 4096);
}

}  // namespace

// Not inlined: gcc would take malloc and free here for a mismatched pair.
[[gnu::noinline]] void* operator new(std::size_t bytes) {
  void* memory = allocated(bytes);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
[[gnu::noinline]] void* operator new[](std::size_t bytes) { return operator new(bytes); }
[[gnu::noinline]] void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept { return allocated(bytes); }
[[gnu::noinline]] void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept { return allocated(bytes); }
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }

TEST_CASE("arena: tensors lie side by side in it while it is open, and on the heap else") {
  Arena& one = arena();
  {
    const ArenaScope scope(Bytes().add(12).add(1));
    REQUIRE(scope);
    const Matrix a({3, 4});
    const Matrix b({1, 1});
    CHECK(one.owns(a.data()));
    CHECK(one.owns(b.data()));
    CHECK(b.data() == a.data() + 16);  // 64 bytes further
    CHECK(one.used() == Bytes().add(12).add(1).total());
    const Matrix tooMuch({100, 100});
    CHECK_FALSE(one.owns(tooMuch.data()));
  }
  const Matrix outside({1, 1});
  CHECK_FALSE(one.owns(outside.data()));
  one.release();
  CHECK(one.capacity() == 0);
}

TEST_CASE("arena: grows geometrically, and what fitted before allocates nothing") {
  Arena one;
  std::size_t growths = 0;
  for (std::uint64_t bytes = 1; bytes <= 1'000'000; bytes += 1'000) {
    const std::size_t before = allocations;
    REQUIRE(one.open(bytes));
    CHECK(one.capacity() >= bytes);
    growths += allocations - before;
  }
  CHECK(growths < 25);  // 1.5 to the 17th is a thousand; one more for each doubling would still pass
  const std::size_t before = allocations;
  for (const std::uint64_t bytes : {1u, 999'999u, 5u}) REQUIRE(one.open(bytes));
  CHECK(allocations == before);
}

TEST_CASE("arena: more than there is, is refused, and less is still given") {
  Arena one;
  REQUIRE(one.open(1000));
  CHECK_FALSE(one.open(std::numeric_limits<std::uint64_t>::max()));
  CHECK(one.take(1) == nullptr);
  const auto openWithout = [&](std::uint64_t bytes, std::size_t first, std::size_t last) {
    bool isOpen = true;
    for (std::size_t n = first; n <= last && isOpen; ++n) {
      refused = allocations + n;
      isOpen = one.open(bytes);
      refused = 0;
    }
    return isOpen;
  };
  REQUIRE(one.open(1000));
  CHECK(openWithout(1100, 1, 1));  // not half as much again, but as much as is asked for
  CHECK_FALSE(openWithout(1'000'000'000, 1, 1));
  CHECK(one.open(1'000'000));
  CHECK(one.take(1'000'000) != nullptr);
}

TEST_CASE("arena: every call takes what was reserved for it and allocates nothing") {
  Sampler sampler(96);
  for (const std::size_t queries : samples::Sizes{1, 6, 65, 200}) {
    for (const std::size_t keys : samples::Sizes{3, 300}) {
      for (const std::size_t heads : samples::Sizes{1, 4}) {
        CAPTURE(queries, keys, heads);
        const Matrix query = sampler.matrix(queries, 12);
        const Matrix key = sampler.matrix(keys, 12);
        const Matrix value = sampler.matrix(keys, 12);
        const Parameters parameters = attention::xavierParameters(12, 7);
        const auto prepared = attention::PreparedParameters::from(parameters);
        REQUIRE(prepared);
        MultiHeadOptions options;
        options.attention.attnMask = xt::zeros<float>({queries, keys});
        options.attention.attnMask->fill(-1);
        const auto run = [&] {
          const Bytes bytes = attention::multiHeadBytes(queries, keys, 12, heads, options);
          inScope(bytes, [&] { return bool{attention::multiHeadAttention(query, key, value, heads, options)}; });
        };
        for (const bool needWeights : {true, false}) {
          for (const bool needTrace : {true, false}) {
            options.needWeights = needWeights;
            options.needTrace = needTrace;
            options.parameters = {};
            run();
            options.parameters = &parameters;
            run();
            options.parameters = &*prepared;
            run();
          }
        }
        inScope(attention::scaledDotProductBytes({1, queries, keys, 12, 12}), [&] {
          return bool{attention::scaledDotProductAttention(query, key, value, options.attention)};
        });
        const attention::ArticleParameters listed = {parameters.wq, parameters.wk, parameters.wv};
        inScope(attention::articleBytes(queries, 12, 12), [&] {
          return bool{attention::articleMultiHeadAttention(query, listed)};
        });
      }
    }
  }
  const std::vector<std::string> tokens = {"I", "ate", "an", "apple"};
  inScope(attention::tokenVectorBytes(4, 32), [&] { return bool{attention::tokenVectors(tokens, {})}; });
  arena().release();
}

TEST_CASE("arena: whichever allocation fails, the call is refused and the next one is answered") {
  Sampler sampler(97);
  const Matrix x = sampler.matrix(9, 12);
  const Parameters parameters = attention::xavierParameters(12, 7);
  const auto expected = attention::multiHeadAttention(x, x, x, 3);
  REQUIRE(expected);
  const auto call = [&] {
    const ArenaScope scope(attention::multiHeadBytes(9, 9, 12, 3, {}));
    if (!scope) return false;
    const auto trace = attention::multiHeadAttention(x, x, x, 3);
    return trace && trace->output == expected->output;
  };
  arena().release();
  std::size_t before = allocations;
  const bool isAnswered = call();
  const std::size_t count = allocations - before;
  REQUIRE(isAnswered);
  CHECK(count == 1);
  for (std::size_t n = 1; n <= count + 1; ++n) {
    CAPTURE(n);
    arena().release();
    refused = allocations + n;
    const bool isCallAnswered = call();
    refused = 0;
    CHECK(isCallAnswered == (n > count));
    CHECK(call());
  }
  arena().release();

  before = allocations;
  const bool isPrepared{attention::PreparedParameters::from(parameters)};
  const std::size_t needed = allocations - before;
  REQUIRE(isPrepared);
  REQUIRE(needed >= 1);
  for (std::size_t n = 1; n <= needed; ++n) {
    CAPTURE(n);
    refused = allocations + n;
    const auto prepared = attention::PreparedParameters::from(parameters);
    refused = 0;
    checkError(prepared, attention::ErrorCode::OutOfMemory, {"bytes of memory"});
  }

  // what is only remembered is forgotten: the answer is the same
  const auto prepared = attention::PreparedParameters::from(parameters);
  REQUIRE(prepared);
  MultiHeadOptions options;
  options.parameters = &parameters;
  const auto plain = attention::multiHeadAttention(x, x, x, 3, options);
  options.parameters = &*prepared;
  for (std::size_t n = 1; n <= 7; ++n) {
    CAPTURE(n);
    const ArenaScope scope(attention::multiHeadBytes(9, 9, 12, 3, options));
    refused = allocations + n;
    const auto trace = attention::multiHeadAttention(x, x, x, 3, options);
    refused = 0;
    REQUIRE(trace);
    CHECK(trace->output == plain->output);
  }
  arena().release();
}
