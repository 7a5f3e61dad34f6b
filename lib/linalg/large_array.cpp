#include "lib/linalg/large_array.hpp"

#include <cstdlib>
#include <new>

#if __has_include(<sys/mman.h>)
#include <sys/mman.h>
#endif

namespace starling {

void* acquire_large(std::size_t bytes) {
  constexpr std::size_t line = 64, large_page = std::size_t{1} << 21, worth_it = 2 * large_page;
  const std::size_t unit = bytes >= worth_it ? large_page : line;
  const std::size_t whole = (bytes + unit - 1) / unit * unit;
  void* memory = std::aligned_alloc(unit, whole == 0 ? unit : whole);
  if (memory == nullptr) throw std::bad_alloc();
#ifdef MADV_HUGEPAGE
  // Only advice: where the system does not take it, the pages are small.
  if (unit == large_page) madvise(memory, whole, MADV_HUGEPAGE);
#endif
  return memory;
}

void release_large(void* memory) noexcept { std::free(memory); }

}  // namespace starling
