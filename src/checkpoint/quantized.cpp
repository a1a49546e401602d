#include "checkpoint/quantized.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "checkpoint/half.hpp"
#include "format/file.hpp"
#include "format/json.hpp"

namespace attention {

namespace {

constexpr int kScales = 41;

double codeOf(double value, double scale, double steps) {
  return std::clamp(std::nearbyint(value / scale), -steps, steps);
}

double squaredError(std::span<const float> values, double scale, double steps) {
  double sum = 0;
  for (const float value : values) {
    const double error = value - codeOf(value, scale, steps) * scale;
    sum += error * error;
  }
  return sum;
}

// The best scale as float16; 0 where all values are so small that none is needed.
std::uint16_t bestScale(std::span<const float> values, double steps) {
  double largest = 0;
  for (const float value : values) largest = std::max(largest, std::fabs(static_cast<double>(value)));
  std::uint16_t best = 0;
  double least = INFINITY;
  for (int i = 0; i < kScales; ++i) {
    const double wanted = largest / steps * (1 - 0.5 * i / (kScales - 1));
    const std::uint16_t half = toHalf(static_cast<float>(wanted));
    const double scale = fromHalf(half);
    if (scale == 0 || std::isinf(scale)) continue;
    const double error = squaredError(values, scale, steps);
    if (error < least) {
      least = error;
      best = half;
    }
  }
  return best;
}

void appendHalf(std::string& bytes, std::uint16_t half) {
  bytes.push_back(static_cast<char>(half & 0xFF));
  bytes.push_back(static_cast<char>(half >> 8));
}

// Codes plus an offset, from the lowest bits upwards.
void pack(std::string& bytes, std::span<const int> codes, unsigned bits) {
  const int offset = 1 << (bits - 1);
  std::uint32_t word = 0;
  unsigned filled = 0;
  for (const int code : codes) {
    word |= static_cast<std::uint32_t>(code + offset) << filled;
    filled += bits;
    for (; filled >= 8; filled -= 8, word >>= 8) bytes.push_back(static_cast<char>(word & 0xFF));
  }
}

int codeAt(const std::string& bytes, std::size_t row, std::size_t index, unsigned bits) {
  const std::size_t bit = row * 8 + index * bits;
  const auto byte = [&](std::size_t i) { return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0u; };
  const unsigned word = byte(bit / 8) | (byte(bit / 8 + 1) << 8);
  const int code = static_cast<int>((word >> (bit % 8)) & ((1u << bits) - 1));
  if (bits < 8) return code - (1 << (bits - 1));
  return code < 128 ? code : code - 256;
}

}  // namespace

Expected<QuantizedMatrix> quantize(std::string name, std::size_t rows, std::size_t columns,
                                   std::span<const float> values, Quantization quantization) {
  const auto [bits, steps] = quantization;
  if ((bits != 8 && bits != 6 && bits != 4) || steps == 0 || steps >= 1u << (bits - 1)) {
    return invalidFile(sentence({std::string_view(name), " cannot have ", steps, " steps in ", bits, " bits"}));
  }
  if (rows == 0 || columns == 0 || values.size() != rows * columns) {
    return Error{ErrorCode::ShapeMismatch, sentence({std::string_view(name), " has ", values.size(),
                                                     " values, its shape is (", rows, ", ", columns, ")"})};
  }
  const auto wrong = std::find_if(values.begin(), values.end(), [most = 65504.0f * static_cast<float>(steps) / 2](float value) {
    return !(std::fabs(value) <= most);
  });
  if (wrong != values.end()) {
    const auto place = static_cast<std::size_t>(wrong - values.begin());
    return Error{ErrorCode::NotFinite, sentence({std::string_view(name), " is not finite, or too large, at row ",
                                                 place / columns, ", column ", place % columns})};
  }

  const bool byRow = bits == 8;
  const std::size_t group = byRow ? columns : kGroup, groups = (columns + group - 1) / group;
  std::string codes, scales;
  std::vector<int> line(group);
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t i = 0; i < groups; ++i) {
      const std::size_t first = i * group, count = std::min(group, columns - first);
      const std::span<const float> some = values.subspan(row * columns + first, count);
      const std::uint16_t half = bestScale(some, steps);
      appendHalf(scales, half);
      std::fill(line.begin(), line.end(), 0);
      for (std::size_t k = 0; k < count && half != 0; ++k)
        line[k] = static_cast<int>(codeOf(some[k], fromHalf(half), steps));
      if (byRow) {
        for (const int code : line) codes.push_back(static_cast<char>(code));
      } else {
        pack(codes, line, bits);
      }
    }
  }
  std::vector<std::size_t> scaleShape = byRow ? std::vector{rows} : std::vector{rows, groups};
  StoredTensor stored{name, byRow ? ElementType::I8 : ElementType::U8, {rows, codes.size() / rows}, std::move(codes)};
  StoredTensor scale{name + ".scale", ElementType::F16, std::move(scaleShape), std::move(scales)};
  return QuantizedMatrix{std::move(name), rows, columns, quantization, std::move(stored), std::move(scale)};
}

std::string quantizationJson(std::span<const QuantizedMatrix> matrices) {
  std::string json;
  for (const QuantizedMatrix& matrix : matrices) {
    json += (json.empty() ? "" : ", ") + quoted(matrix.name) +
            ": {\"bits\": " + std::to_string(matrix.quantization.bits) + ", \"shape\": [" +
            std::to_string(matrix.rows) + ", " + std::to_string(matrix.columns) + "]}";
  }
  return "{" + json + "}";
}

std::vector<float> dequantized(const QuantizedMatrix& matrix) {
  const unsigned bits = matrix.quantization.bits;
  const std::size_t group = bits == 8 ? matrix.columns : kGroup, groups = (matrix.columns + group - 1) / group;
  const std::size_t width = matrix.codes.shape[1];
  std::vector<float> values;
  for (std::size_t row = 0; row < matrix.rows; ++row) {
    for (std::size_t column = 0; column < matrix.columns; ++column) {
      const std::size_t at = 2 * (row * groups + column / group);
      const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(matrix.scales.bytes[at + i]); };
      const float scale = fromHalf(static_cast<std::uint16_t>(byte(0) | (byte(1) << 8)));
      values.push_back(static_cast<float>(codeAt(matrix.codes.bytes, row * width, column, bits)) * scale);
    }
  }
  return values;
}

}  // namespace attention
