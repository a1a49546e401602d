// A checkpoint becomes what a page loads.
#include "training/export.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include <unistd.h>

#include "training/checkpoint.hpp"
#include "transformer/model_parameters.hpp"

using namespace attention;

namespace {

const ModelConfig kConfig = {1, 2, 2, 8, 12, 20};

struct File {
  explicit File(const std::string& name)
      : path(std::filesystem::temp_directory_path() / (name + "-" + std::to_string(getpid()))) {}
  ~File() { std::filesystem::remove(path); }
  std::filesystem::path path;
};

}  // namespace

TEST_CASE("export: a model is read from a checkpoint, whatever it was trained with") {
  const File file("attention-export");
  TrainingOptions options;
  options.model = kConfig;
  options.tokens = 77;
  TrainingState state = firstState(options);
  state.parameters[5] = 42;
  REQUIRE_FALSE(writeCheckpoint(file.path, options, state));
  const Expected<StoredModel> model = readModel(file.path);
  REQUIRE(model);
  CHECK(model->config == kConfig);
  CHECK(model->parameters == state.parameters);

  std::filesystem::resize_file(file.path, std::filesystem::file_size(file.path) - 9);
  const Expected<StoredModel> broken = readModel(file.path);
  REQUIRE_FALSE(broken);
  CHECK(broken.error().message.ends_with("ends too early"));
}

TEST_CASE("export: every tensor is in the file under its name, matrices as codes and scales") {
  const std::vector<float> parameters = randomParameters(kConfig, 5);
  const Expected<std::string> file = modelFile(kConfig, parameters, {8, 10});
  REQUIRE(file);
  std::uint64_t size = 0;
  std::memcpy(&size, file->data(), 8);
  const std::string header = file->substr(8, size);
  for (const NamedTensor& tensor : tensorsOf(kConfig)) {
    const std::string type = tensor.isVector ? "F32" : "I8";
    CHECK(header.find("\"" + tensor.name + "\":{\"dtype\":\"" + type + "\"") != std::string::npos);
    CHECK((header.find("\"" + tensor.name + ".scale\":{\"dtype\":\"F16\"") != std::string::npos) == !tensor.isVector);
  }
}

TEST_CASE("export: config.json") {
  CHECK(configJson({3, 3, 4, 128, 512, 4096}) ==
        "{\"task\": \"translate\", \"layers\": 3, \"decoderLayers\": 3, \"heads\": 4, \"dModel\": 128, \"feedForward\": 512, "
        "\"vocabulary\": 4096, \"alignment\": {\"layer\": 1, \"head\": 0}}\n");
  CHECK(configJson({0, 4, 4, 128, 512, 4096}) ==
        "{\"task\": \"language\", \"layers\": 0, \"decoderLayers\": 4, \"heads\": 4, \"dModel\": 128, \"feedForward\": 512, "
        "\"vocabulary\": 4096}\n");
}
