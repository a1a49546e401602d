// Our own matrix product alone, as WebAssembly without any glue, for the bench to time.
#include "kernels/multiply.hpp"

#include <cstddef>
#include <vector>

#define EXPORT(name) extern "C" __attribute__((export_name(#name)))

namespace {

std::size_t rows, depth, columns;
std::vector<float> a, b, c, storage;
attention::Panels panels;

std::vector<float> filled(std::size_t count) {
  std::vector<float> values(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<float>(i * 7919 % 1021) / 1021 - 0.5f;
  return values;
}

void packB() { panels = attention::pack({b.data(), depth, columns, columns}, storage.data()); }

void multiply() { attention::multiply({a.data(), rows, depth, depth}, panels, {c.data(), rows, columns, columns}); }

}  // namespace

// a (M, K), b (K, N)
EXPORT(prepare) void prepare(std::size_t m, std::size_t k, std::size_t n) {
  rows = m, depth = k, columns = n;
  a = filled(m * k);
  b = filled(k * n);
  c.resize(m * n);
  storage.resize(attention::panelsSize(k, n));
  packB();
}

// The whole product of two plain matrices.
EXPORT(product) float product() {
  packB();
  multiply();
  return c.back();
}

// The product by a matrix that was packed before, as parameters are.
EXPORT(packedProduct) float packedProduct() {
  multiply();
  return c.back();
}
