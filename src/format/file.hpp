// Whole files, with a sentence where they cannot be had.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tensor/expected.hpp"

namespace attention {

// What is wrong with a file or its contents: the code is the nearest that there is, the message is what counts.
Error invalidFile(std::string message);

Expected<std::string> readFile(const std::string& path);

// All or nothing: the bytes go to a neighbour, which takes the file's place once they are on the disk. Nothing, or why they
// could not be written.
std::optional<std::string> replaceFile(const std::string& path, std::string_view bytes);

// The same with a sentence.
std::optional<Error> writeFile(const std::string& path, std::string_view bytes);

// The files of a folder with this ending (".txt"), sorted by name.
Expected<std::vector<std::string>> filesIn(const std::string& folder, std::string_view ending);

}  // namespace attention
