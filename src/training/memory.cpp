#include "training/memory.hpp"

#include <cstdlib>   // says whether this is glibc

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace attention {

void keepFreedMemory() {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 2'000'000'000);
#endif
}

}  // namespace attention
