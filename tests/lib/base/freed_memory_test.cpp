#include "lib/base/freed_memory.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdlib>  // defines __GLIBC__
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <vector>

BOOST_AUTO_TEST_SUITE(freed_memory)

BOOST_AUTO_TEST_CASE(a_large_block_stays_with_the_process) {
  starling::keep_freed_memory();
#ifdef __GLIBC__
  constexpr std::size_t bytes = std::size_t{16} << 20;
  { const std::vector<char> block(bytes, 1); }
#if !defined(__SANITIZE_ADDRESS__)
  BOOST_TEST(mallinfo2().fordblks >= bytes);
#endif
#endif
}

BOOST_AUTO_TEST_SUITE_END()
