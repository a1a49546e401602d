#include "format/file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

#include <unistd.h>

namespace attention {

namespace {

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

std::string reason(int number) { return std::generic_category().message(number); }

}  // namespace

Error invalidFile(std::string message) { return {ErrorCode::InvalidSize, std::move(message)}; }

Expected<std::string> readFile(const std::string& path) {
  const auto failed = [&path] { return invalidFile(path + " cannot be read: " + reason(errno)); };
  const File file(std::fopen(path.c_str(), "rb"));
  if (!file) return failed();
  std::string bytes;
  char block[1 << 16];
  while (const std::size_t count = std::fread(block, 1, sizeof(block), file.get())) bytes.append(block, count);
  if (std::ferror(file.get())) return failed();
  return bytes;
}

std::optional<std::string> replaceFile(const std::string& path, std::string_view bytes) {
  const std::string partial = path + ".part";
  const auto failed = [&] {
    const int number = errno;
    std::remove(partial.c_str());
    return reason(number);
  };
  File file(std::fopen(partial.c_str(), "wb"));
  if (!file) return failed();
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file.get()) == bytes.size() &&
                       std::fflush(file.get()) == 0 && fsync(fileno(file.get())) == 0;
  if (!written) return failed();
  if (std::fclose(file.release()) != 0 || std::rename(partial.c_str(), path.c_str()) != 0) return failed();
  return {};
}

std::optional<Error> writeFile(const std::string& path, std::string_view bytes) {
  if (const auto why = replaceFile(path, bytes)) return invalidFile(path + " cannot be written: " + *why);
  return {};
}

Expected<std::vector<std::string>> filesIn(const std::string& folder, std::string_view ending) {
  std::error_code error;
  std::vector<std::string> paths;
  std::filesystem::directory_iterator entry(folder, error);
  for (const std::filesystem::directory_iterator end; !error && entry != end; entry.increment(error)) {
    if (entry->path().extension() == ending) paths.push_back(entry->path().string());
  }
  if (error) return invalidFile(folder + " cannot be read: " + error.message());
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace attention
