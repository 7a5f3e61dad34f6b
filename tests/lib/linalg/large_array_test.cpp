#include "lib/linalg/large_array.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <utility>

using namespace starling;

BOOST_AUTO_TEST_SUITE(large_array)

BOOST_AUTO_TEST_CASE(holds_its_numbers_below_and_above_the_size_of_a_large_page) {
  for (const std::size_t n : {std::size_t{0}, std::size_t{3}, std::size_t{1} << 12, (std::size_t{1} << 20) + 5}) {
    LargeArray<double> array(n);
    BOOST_TEST(array.size() == n);
    BOOST_TEST(reinterpret_cast<std::uintptr_t>(array.data()) % 64 == 0U);
    for (std::size_t i = 0; i < n; ++i) array.data()[i] = static_cast<double>(i);
    const LargeArray<double> moved = std::move(array);
    for (std::size_t i = 0; i < n; i += 1 + n / 7) BOOST_TEST(moved.data()[i] == static_cast<double>(i));
  }
}

BOOST_AUTO_TEST_SUITE_END()
