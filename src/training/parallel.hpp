// Work in pieces, by several threads.
#pragma once

#include <cstddef>
#include <functional>

namespace attention {

// Calls work(i) once for every i below count, by up to `threads` threads, and returns when all are done. Which thread does
// which piece is chance: a piece may depend on i alone.
void forEachPiece(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& work);

}  // namespace attention
