// How the C library hands out memory.
#pragma once

namespace attention {

// Keeps what a step gave back for the next one, which needs the same: otherwise every large tensor is new memory from the
// system, cleared page by page.
void keepFreedMemory();

}  // namespace attention
