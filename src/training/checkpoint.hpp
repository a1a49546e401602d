// The state of training in a file, for going on later to the same weights, bit by bit.
//
//   "attention-train\0" · version u32 · number of options u32 · each option f64 · step u64 · round u64 · next u64
//   · parameters n u64 · parameters, first and second moments (n f32 each) · FNV-1a of all before, u64; little-endian
#pragma once

#include <filesystem>
#include <optional>

#include "training/trainer.hpp"

namespace attention {

// Written beside the file and then put in its place: whatever happens on the way, there is a whole checkpoint, the old or the
// new one. The error says why it could not be written.
Check writeCheckpoint(const std::filesystem::path& file, const TrainingOptions& options, const TrainingState& state);

// Errors: the file cannot be read, is no checkpoint, is damaged, or belongs to other options: which, and both values.
Expected<TrainingState> readCheckpoint(const std::filesystem::path& file, const TrainingOptions& options);

struct StoredModel {
  ModelConfig config;
  std::vector<float> parameters;
};

// The model alone, whatever options it was trained with. Errors: the same.
Expected<StoredModel> readModel(const std::filesystem::path& file);

}  // namespace attention
