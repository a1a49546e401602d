// safetensors and quantised matrices against tests/golden/quantize.py.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>
#include <vector>

#include "checkpoint/half.hpp"
#include "checkpoint/quantized.hpp"
#include "checkpoint/safetensors.hpp"
#include "golden.hpp"
#include "tensor/random.hpp"

using namespace attention;

namespace {

std::string fileOf(const std::vector<StoredTensor>& tensors, const Metadata& metadata = {}) {
  const Expected<std::string> file = safetensors(tensors, metadata);
  return file ? *file : file.error().message;
}

std::vector<float> normals(std::size_t count) {
  std::vector<float> values(count);
  RandomStream(5, "quantize").fillGaussian(values);
  return values;
}

double meanSquaredError(std::span<const float> values, const QuantizedMatrix& matrix) {
  const std::vector<float> back = dequantized(matrix);
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) sum += std::pow(static_cast<double>(values[i]) - back[i], 2);
  return sum / static_cast<double>(values.size());
}

}  // namespace

TEST_CASE("checkpoint: the golden file, byte by byte") {
  const Vector gain = golden::inputVector("checkpoint/gain");
  const Matrix matrix = golden::input("checkpoint/matrix");
  const std::span<const float> values(matrix.data(), matrix.size());
  std::vector<QuantizedMatrix> matrices;
  std::vector<StoredTensor> tensors = {storedFloats("norm.gain", {gain.size()}, {gain.data(), gain.size()})};
  const std::pair<const char*, Quantization> kinds[] = {
      {"int8", kInt8}, {"coarse", {8, 16}}, {"int6", kInt6}, {"int4", kInt4}};
  for (const auto& [name, quantization] : kinds) {
    matrices.push_back(*quantize(name, rows(matrix), columns(matrix), values, quantization));
    tensors.push_back(matrices.back().codes);
    tensors.push_back(matrices.back().scales);

    const oracle::Matrix expected = golden::matrix(std::string("checkpoint/") + name);
    const std::vector<float> back = dequantized(matrices.back());
    REQUIRE(back.size() == expected.size());
    for (std::size_t i = 0; i < back.size(); ++i) REQUIRE(back[i] == static_cast<float>(expected.data()[i]));
  }
  const Metadata metadata = {
      {"format", "attention-view"}, {"quantization", quantizationJson(matrices)}, {"é \"\\", "\x01"}};
  const std::string file = fileOf(tensors, metadata);
  const xt::xarray<std::uint8_t> bytes = golden::load<std::uint8_t>("checkpoint/file");
  CHECK(file.size() == bytes.size());
  CHECK(std::equal(file.begin(), file.end(), bytes.begin(), bytes.end(),
                   [](char ours, std::uint8_t theirs) { return static_cast<std::uint8_t>(ours) == theirs; }));
}

TEST_CASE("checkpoint: headers, and tensors that cannot be written") {
  const std::vector<float> two = {1, -2};
  const std::string empty = fileOf({});
  CHECK(empty == std::string("\x08\0\0\0\0\0\0\0{}      ", 16));
  const std::string header = "{\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                             "\"a\":{\"dtype\":\"U8\",\"shape\":[0,3],\"data_offsets\":[8,8]}}    ";
  REQUIRE(header.size() == 0x70);
  CHECK(fileOf({{"a", ElementType::U8, {0, 3}, ""}, storedFloats("b", {2}, two)}) ==
        std::string("\x70\0\0\0\0\0\0\0", 8) + header + std::string("\0\0\x80\x3F\0\0\0\xC0", 8));
  CHECK(fileOf({storedFloats("a", {2}, two), storedFloats("a", {2}, two)}) == "two tensors are called \"a\"");
  CHECK(fileOf({storedFloats("__metadata__", {2}, two)}) == "a tensor cannot be called \"__metadata__\"");
  CHECK(fileOf({storedFloats("__proto__", {2}, two)}) == "a tensor cannot be called \"__proto__\"");
  CHECK(fileOf({storedFloats("a", {3}, two)}) == "a has 8 bytes, its shape wants 12");
}

TEST_CASE("checkpoint: every float16 comes back, and what lies between goes to the nearest") {
  for (unsigned bits = 0; bits < 0x10000; ++bits) {
    const auto half = static_cast<std::uint16_t>(bits);
    const float value = fromHalf(half);
    if (std::isnan(value)) {
      REQUIRE(std::isnan(fromHalf(toHalf(value))));
      continue;
    }
    REQUIRE(toHalf(value) == half);
    if ((bits & 0x7FFF) >= 0x7BFF) continue;
    const float next = fromHalf(static_cast<std::uint16_t>(half + 1)), middle = (value + next) / 2;
    REQUIRE(toHalf(middle) == (half % 2 == 0 ? half : half + 1));  // a tie goes to the even one
    REQUIRE(toHalf(std::nextafter(middle, value)) == half);
    REQUIRE(toHalf(std::nextafter(middle, next)) == half + 1);
  }
  CHECK(toHalf(65519.0f) == 0x7BFF);
  CHECK(toHalf(65520.0f) == 0x7C00);
  CHECK(toHalf(-1e30f) == 0xFC00);
}

TEST_CASE("checkpoint: the error of every precision, against the least that a uniform step can have") {
  const std::vector<float> values = normals(200 * 128);
  const double int8 = meanSquaredError(values, *quantize("w", 200, 128, values, kInt8));
  const double int6 = meanSquaredError(values, *quantize("w", 200, 128, values, kInt6));
  const double int4 = meanSquaredError(values, *quantize("w", 200, 128, values, kInt4));
  const double coarse = meanSquaredError(values, *quantize("w", 200, 128, values, {8, 16}));
  // step^2 / 12, where a step is the largest of 128 or 32 normal numbers (about 2.7 or 2.1) over the steps
  CHECK((int8 > 2e-5 && int8 < 5e-5));
  CHECK((int6 > 2e-4 && int6 < 5e-4));
  CHECK((int4 > 4e-3 && int4 < 9e-3));
  CHECK((coarse > 1.2e-3 && coarse < 3e-3));
}

TEST_CASE("checkpoint: zeros, tiny rows, odd widths, and values that cannot be stored") {
  for (const Quantization quantization : {kInt8, kInt6, kInt4}) {
    const std::vector<float> tiny = {0, 0, 0, 1e-12f, -1e-12f, 1e-13f};
    CHECK(dequantized(*quantize("w", 2, 3, tiny, quantization)) == std::vector<float>(6, 0.0f));
    for (const std::size_t width : {1, 31, 32, 33, 65}) {
      const std::vector<float> values = normals(3 * width);
      CHECK(meanSquaredError(values, *quantize("w", 3, width, values, quantization)) < 0.02);
    }
    const std::vector<float> wrong = {1, 2, 3, 4, 5, NAN};
    CHECK(quantize("w", 2, 3, wrong, quantization).error().message ==
          "w is not finite, or too large, at row 1, column 2");
    const std::vector<float> large = {1, 1e30f};
    CHECK(quantize("w", 1, 2, large, quantization).error().message ==
          "w is not finite, or too large, at row 0, column 1");
    CHECK(quantize("w", 2, 3, tiny, {quantization.bits, quantization.steps + 1})
              .error()
              .message.starts_with("w cannot have "));
    CHECK(quantize("w", 2, 2, tiny, quantization).error().message == "w has 6 values, its shape is (2, 2)");
  }
}
