#include "apps/compare/statistics/summary.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <vector>

using namespace starling::compare;

BOOST_AUTO_TEST_SUITE(table_statistics)

BOOST_AUTO_TEST_CASE(the_sd_is_that_of_a_sample) {
  const std::vector<double> values = {1.0, 2.0, 6.0};
  const auto found = mean_sd(values);
  BOOST_TEST(found->mean == 3.0);
  BOOST_TEST(found->sd == std::sqrt(7.0));
}

BOOST_AUTO_TEST_CASE(one_value_has_no_spread_and_none_has_no_mean) {
  const std::vector<double> one = {5.0};
  BOOST_TEST(mean_sd(one)->mean == 5.0);
  BOOST_TEST(mean_sd(one)->sd == 0.0);
  BOOST_TEST(!mean_sd({}).has_value());
}

BOOST_AUTO_TEST_CASE(equal_values_share_the_mean_of_their_ranks) {
  const std::vector<double> values = {0.3, 0.1, 0.3, 0.9};
  BOOST_TEST(ranks(values, Better::lower) == (std::vector<double>{2.5, 1.0, 2.5, 4.0}),
             boost::test_tools::per_element());
  BOOST_TEST(ranks(values, Better::higher) == (std::vector<double>{2.5, 4.0, 2.5, 1.0}),
             boost::test_tools::per_element());
  BOOST_TEST(ranks({}, Better::lower).empty());
}

BOOST_AUTO_TEST_SUITE_END()
