#include "lib/base/sum.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>
#include <vector>

#include "lib/base/random.hpp"

using starling::Sum;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

Sum sum_of(const std::vector<double>& terms) {
  Sum sum;
  for (const double term : terms) sum.add(term);
  return sum;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sum)

BOOST_AUTO_TEST_CASE(no_terms_sum_to_zero) {
  BOOST_CHECK_EQUAL(Sum().value(), 0.0);
  BOOST_CHECK_EQUAL(Sum().magnitude(), 0.0);
}

BOOST_AUTO_TEST_CASE(what_plain_summation_loses_is_kept) {
  BOOST_CHECK_EQUAL(sum_of({1.0, 1e100, 1.0, -1e100}).value(), 2.0);
  BOOST_CHECK_EQUAL(sum_of({1e100, 1.0, -1e100, 1.0}).value(), 2.0);
  BOOST_CHECK_EQUAL(sum_of({1.0, 0x1p-60, -1.0}).value(), 0x1p-60);
}

BOOST_AUTO_TEST_CASE(a_million_terms_agree_with_long_double_to_the_last_bit) {
  const starling::RandomStream stream(1, "terms");
  Sum sum;
  long double exact = 0.0L, magnitude = 0.0L;
  double plain = 0.0;
  for (std::uint64_t i = 0; i < 1000000; ++i) {
    const double term = 0.1 + stream.uniform(i);
    sum.add(term);
    exact += static_cast<long double>(term);
    magnitude += static_cast<long double>(term);
    plain += term;
  }
  BOOST_CHECK_EQUAL(sum.value(), static_cast<double>(exact));
  BOOST_CHECK(plain != sum.value());  // the case is one where compensation matters
  BOOST_CHECK_SMALL(sum.magnitude() / static_cast<double>(magnitude) - 1.0, 1e-10);
}

BOOST_AUTO_TEST_CASE(magnitude_is_the_sum_of_absolute_values) {
  BOOST_CHECK_EQUAL(sum_of({3.0, -4.0, 0.5}).magnitude(), 7.5);
}

BOOST_AUTO_TEST_CASE(infinite_sums_are_infinite_and_not_nan) {
  BOOST_CHECK_EQUAL(sum_of({1.0, infinity, 2.0}).value(), infinity);
  BOOST_CHECK_EQUAL(sum_of({1.0, -infinity, 2.0}).value(), -infinity);
  BOOST_CHECK_EQUAL(sum_of({1e308, 1e308}).value(), infinity);
  BOOST_CHECK(std::isnan(sum_of({infinity, -infinity}).value()));
  BOOST_CHECK(std::isnan(sum_of({1.0, std::numeric_limits<double>::quiet_NaN()}).value()));
}

BOOST_AUTO_TEST_SUITE_END()
