#include "training/checkpoint.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "format/file.hpp"
#include "transformer/model_parameters.hpp"

namespace attention {

namespace {

static_assert(std::endian::native == std::endian::little, "checkpoints are written as they lie in memory");

constexpr std::string_view kMagic("attention-train\0", 16);
constexpr std::uint32_t kVersion = 1;
constexpr std::uint32_t kMostOptions = 256;   // more are none of ours

struct Option {
  const char* name;
  double value;   // all of them are exact in a double
};

std::vector<Option> optionsOf(const TrainingOptions& o) {
  const auto whole = [](std::uint64_t value) { return static_cast<double>(value); };
  return {{"layers", whole(o.model.layers)},
          {"decoderLayers", whole(o.model.decoderLayers)},
          {"heads", whole(o.model.heads)},
          {"dModel", whole(o.model.modelWidth)},
          {"feedForward", whole(o.model.feedForward)},
          {"vocabulary", whole(o.model.vocabulary)},
          {"seed", whole(o.seed)},
          {"tokens", whole(o.tokens)},
          {"shards", whole(o.shards)},
          {"dropout", static_cast<double>(o.dropout)},
          {"smoothing", static_cast<double>(o.smoothing)},
          {"guidance", static_cast<double>(o.guidance)},
          {"rate", o.schedule.peak},
          {"lastRate", o.schedule.last},
          {"warmUp", whole(o.schedule.warmUp)},
          {"steps", whole(o.schedule.steps)},
          {"beta1", o.adam.beta1},
          {"beta2", o.adam.beta2},
          {"epsilon", o.adam.epsilon},
          {"decay", o.adam.decay},
          {"largestNorm", o.adam.largestNorm}};
}

Error fileError(const std::filesystem::path& file, const std::string& what) {
  return invalidFile(file.string() + " " + what);
}

std::string systemMessage() { return std::generic_category().message(errno); }

struct Closer {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Closer>;

// FNV-1a (Fowler, Noll, Vo), 8 bytes at a time.
class Checksum {
 public:
  void add(std::span<const std::byte> bytes) {
    std::size_t i = 0;
    for (; i + 8 <= bytes.size(); i += 8) {
      std::uint64_t word;
      std::memcpy(&word, bytes.data() + i, 8);
      mix(word);
    }
    for (; i < bytes.size(); ++i) mix(static_cast<std::uint64_t>(bytes[i]));
  }

  std::uint64_t value() const { return hash_; }

 private:
  void mix(std::uint64_t word) { hash_ = std::rotl((hash_ ^ word) * 0x100000001B3u, 29); }

  std::uint64_t hash_ = 0xCBF29CE484222325u;
};

class Writer {
 public:
  template <class Value>
  void add(std::span<const Value> values) {
    const auto bytes = std::as_bytes(values);
    checksum_.add(bytes);
    bytes_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  }

  template <class Value>
  void add(const Value& value) {
    add(std::span<const Value>(&value, 1));
  }

  std::uint64_t checksum() const { return checksum_.value(); }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
  Checksum checksum_;
};

class Reader {
 public:
  explicit Reader(std::FILE* file) : file_(file) {}

  template <class Value>
  void get(std::span<Value> values) {
    const auto bytes = std::as_writable_bytes(values);
    isGood_ = isGood_ && std::fread(bytes.data(), 1, bytes.size(), file_) == bytes.size();
    checksum_.add(bytes);
  }

  template <class Value>
  Value get() {
    Value value{};
    get(std::span(&value, 1));
    return value;
  }

  std::uint64_t checksum() const { return checksum_.value(); }
  bool isGood() const { return isGood_; }
  bool isAtEnd() const { return std::fgetc(file_) == EOF; }

 private:
  std::FILE* file_;
  Checksum checksum_;
  bool isGood_ = true;
};

std::string bytesOf(const TrainingOptions& options, const TrainingState& state) {
  Writer writer;
  writer.add(std::span(kMagic));
  writer.add(kVersion);
  const std::vector<Option> all = optionsOf(options);
  writer.add(static_cast<std::uint32_t>(all.size()));
  for (const Option& option : all) writer.add(option.value);
  writer.add(state.step);
  writer.add(state.place.round);
  writer.add(state.place.next);
  writer.add(static_cast<std::uint64_t>(state.parameters.size()));
  writer.add(std::span<const float>(state.parameters));
  writer.add(std::span<const float>(state.moments.first));
  writer.add(std::span<const float>(state.moments.second));
  const std::uint64_t checksum = writer.checksum();
  writer.add(checksum);
  return writer.bytes();
}

// "was made with tokens 4096, not 2048"
std::optional<std::string> difference(const std::vector<Option>& wanted, const std::vector<double>& found) {
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (found[i] == wanted[i].value) continue;
    std::ostringstream text;
    text << "was made with " << wanted[i].name << ' ' << found[i] << ", not " << wanted[i].value
         << "; give the same options, or another folder";
    return text.str();
  }
  return {};
}

// What a file says, whatever options it was made with.
struct Stored {
  std::vector<double> options;
  TrainingState state;
};

Expected<Stored> read(const std::filesystem::path& file) {
  const File in(std::fopen(file.c_str(), "rb"));
  if (!in) return fileError(file, "could not be read: " + systemMessage());
  Reader reader(in.get());
  std::array<char, kMagic.size()> magic;
  reader.get(std::span<char>(magic));
  if (!reader.isGood() || std::string_view(magic.data(), magic.size()) != kMagic) {
    return fileError(file, "is not a checkpoint of attention-train");
  }
  const auto version = reader.get<std::uint32_t>(), options = reader.get<std::uint32_t>();
  if (version != kVersion || options > kMostOptions) {
    return fileError(file, "is a checkpoint of another version of attention-train");
  }
  Stored stored;
  stored.options.resize(options);
  reader.get(std::span(stored.options));
  TrainingState& state = stored.state;
  state.step = reader.get<std::uint64_t>();
  state.place.round = reader.get<std::uint64_t>();
  state.place.next = reader.get<std::uint64_t>();
  const auto count = reader.get<std::uint64_t>();
  std::error_code failed;
  const std::uint64_t size = std::filesystem::file_size(file, failed);
  const auto header = static_cast<std::uint64_t>(std::ftell(in.get()));
  if (!reader.isGood() || failed || count > size || size < header + 3 * sizeof(float) * count + sizeof(std::uint64_t)) {
    return fileError(file, "ends too early");
  }
  for (std::vector<float>* numbers : {&state.parameters, &state.moments.first, &state.moments.second}) {
    numbers->resize(count);
    reader.get(std::span(*numbers));
  }
  const std::uint64_t checksum = reader.checksum();
  const auto written = reader.get<std::uint64_t>();
  if (written != checksum) return fileError(file, "is damaged: its checksum does not fit its content");
  if (!reader.isAtEnd()) return fileError(file, "is damaged: it goes on after its end");
  return stored;
}

}  // namespace

Check writeCheckpoint(const std::filesystem::path& file, const TrainingOptions& options, const TrainingState& state) {
  if (const auto why = replaceFile(file, bytesOf(options, state))) return fileError(file, "could not be written: " + *why);
  return {};
}

Expected<TrainingState> readCheckpoint(const std::filesystem::path& file, const TrainingOptions& options) {
  Expected<Stored> stored = read(file);
  if (!stored) return stored.error();
  const std::vector<Option> wanted = optionsOf(options);
  if (stored->options.size() != wanted.size()) {
    return fileError(file, "is a checkpoint of another version of attention-train");
  }
  if (const auto other = difference(wanted, stored->options)) return fileError(file, *other);
  return std::move((*stored).state);
}

Expected<StoredModel> readModel(const std::filesystem::path& file) {
  Expected<Stored> stored = read(file);
  if (!stored) return stored.error();
  std::vector<double>& options = (*stored).options;
  options.resize(std::max<std::size_t>(options.size(), 6));
  const auto size = [&](std::size_t option) { return static_cast<std::size_t>(options[option]); };
  const ModelConfig config = {size(0), size(1), size(2), size(3), size(4), size(5)};   // as optionsOf() begins
  if (checkConfig(config) || parameterCount(config) != stored->state.parameters.size()) {
    return fileError(file, "has another number of parameters than its options say");
  }
  return StoredModel{config, std::move((*stored).state.parameters)};
}

}  // namespace attention
