#include "training/memory.hpp"

#include <cstdlib>   // says whether this is glibc

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace attention {

void keepFreedMemory() {
#ifdef __GLIBC__
  mallopt(M_ARENA_MAX, 1);   // the others give their memory back whenever they are empty
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 2'000'000'000);
#endif
}

}  // namespace attention
