#include "apps/compare/statistics/studentized_range.hpp"

#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "tests/apps/compare/statistics/golden.hpp"

using namespace starling::compare;
using boost::test_tools::tolerance;

BOOST_AUTO_TEST_SUITE(the_studentized_range)

BOOST_AUTO_TEST_CASE(quantiles_and_probabilities_agree_with_scipy) {
  const std::vector<double> groups = golden_numbers("range_groups");
  const arma::mat quantiles = golden("range_quantiles"), probabilities = golden("range_cdf");
  constexpr std::array<double, 3> levels = {0.9, 0.95, 0.99}, points = {0.5, 2.0, 5.0};
  for (arma::uword i = 0; i < 3; ++i)
    for (arma::uword j = 0; j < groups.size(); ++j) {
      const auto k = static_cast<std::size_t>(groups[j]);
      BOOST_TEST(studentized_range_quantile(levels[i], k) == quantiles(i, j), tolerance(1e-8));
      BOOST_TEST(std::abs(studentized_range_cdf(points[i], k) - probabilities(i, j)) < 1e-10);
    }
}

BOOST_AUTO_TEST_CASE(two_groups_are_the_absolute_difference_of_two_normal_numbers) {
  for (const double q : {0.1, 1.0, 3.0}) BOOST_TEST(studentized_range_cdf(q, 2) == std::erf(0.5 * q), tolerance(1e-13));
}

BOOST_AUTO_TEST_CASE(the_ends_are_0_and_1) {
  BOOST_TEST(studentized_range_cdf(0.0, 4) == 0.0);
  BOOST_TEST(studentized_range_cdf(-1.0, 4) == 0.0);
  BOOST_TEST(studentized_range_cdf(60.0, 4) == 1.0, tolerance(1e-14));
}

BOOST_AUTO_TEST_SUITE_END()
