#include "lib/base/freed_memory.hpp"

#include <cstdlib>  // defines __GLIBC__

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace starling {

void keep_freed_memory() {
#ifdef __GLIBC__
  constexpr int largest_block = 1 << 25;  // the most that glibc takes for blocks it serves from its own memory
  mallopt(M_MMAP_THRESHOLD, largest_block);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
}

}  // namespace starling
