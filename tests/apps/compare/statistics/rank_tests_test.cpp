#include "apps/compare/statistics/rank_tests.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "apps/compare/statistics/studentized_range.hpp"
#include "tests/apps/compare/statistics/golden.hpp"

using namespace starling::compare;
using boost::test_tools::tolerance;
using Groups = std::vector<std::vector<std::size_t>>;

namespace {

std::vector<std::vector<double>> rows_of(const arma::mat& scores) {
  std::vector<std::vector<double>> rows;
  for (arma::uword i = 0; i < scores.n_rows; ++i)
    rows.push_back(arma::conv_to<std::vector<double>>::from(arma::rowvec(scores.row(i))));
  return rows;
}

RankComparison compare_alike(const std::vector<std::vector<double>>& scores) {
  return compare_ranks(scores, std::vector<Better>(scores.size(), Better::lower));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rank_tests)

BOOST_AUTO_TEST_CASE(friedman_and_iman_davenport_agree_with_scipy_with_and_without_ties) {
  for (const std::string name : {"plain", "ties"}) {
    const RankComparison ranked = compare_alike(rows_of(golden("friedman_" + name)));
    const std::vector<double> means = golden_numbers("friedman_" + name + "_ranks");
    for (std::size_t m = 0; m < means.size(); ++m) BOOST_TEST(ranked.mean_ranks[m] == means[m], tolerance(1e-12));
    const std::vector<double> found = golden_numbers("friedman_" + name + "_found");
    BOOST_TEST(ranked.friedman.statistic == found[0], tolerance(1e-12));
    BOOST_TEST(ranked.friedman.p_value == found[1], tolerance(1e-10));
    BOOST_TEST(ranked.iman_davenport.statistic == found[2], tolerance(1e-12));
    BOOST_TEST(ranked.iman_davenport.p_value == found[3], tolerance(1e-10));
  }
}

BOOST_AUTO_TEST_CASE(p_values_of_nemenyi_agree_with_scikit_posthocs) {
  const RankComparison ranked = compare_alike(rows_of(golden("friedman_plain")));
  const arma::mat expected = golden("friedman_plain_nemenyi_p");
  for (arma::uword a = 0; a < 5; ++a)
    for (arma::uword b = 0; b < a; ++b) {
      const double q = std::abs(ranked.mean_ranks[a] - ranked.mean_ranks[b]) / std::sqrt(5.0 * 6.0 / (6.0 * 12.0));
      BOOST_TEST(1.0 - studentized_range_cdf(q * std::sqrt(2.0), 5) == expected(a, b), tolerance(1e-6));
    }
}

BOOST_AUTO_TEST_CASE(each_data_set_has_its_own_direction) {
  const std::vector<std::vector<double>> scores = {{0.1, 0.2, 0.3}, {0.9, 0.8, 0.7}};
  const RankComparison ranked = compare_ranks(scores, std::vector{Better::lower, Better::higher});
  BOOST_TEST(ranked.mean_ranks == (std::vector<double>{1, 2, 3}), boost::test_tools::per_element());
  BOOST_TEST(ranked.iman_davenport.p_value == 0.0);  // the same order everywhere
}

BOOST_AUTO_TEST_CASE(one_data_set_or_nothing_but_ties_show_nothing) {
  BOOST_TEST(compare_alike({{1, 2, 3}}).friedman.p_value == 1.0);
  BOOST_TEST(compare_alike({{1, 1}, {2, 2}}).iman_davenport.p_value == 1.0);
  BOOST_TEST(compare_alike({{1}, {2}}).friedman.p_value == 1.0);
  BOOST_TEST(compare_alike({}).data_sets == 0);
}

// Table 5(a) of Demsar (2006): the quantile over sqrt(2) is 2.343 for 3 methods and 2.728 for 5.
BOOST_AUTO_TEST_CASE(the_critical_difference_is_that_of_the_printed_table) {
  BOOST_TEST(nemenyi_critical_difference(3, 10) == 2.343 * std::sqrt(12.0 / 60.0), tolerance(1e-3));
  BOOST_TEST(nemenyi_critical_difference(5, 14) == 2.728 * std::sqrt(30.0 / 84.0), tolerance(1e-3));
}

BOOST_AUTO_TEST_CASE(groups_are_the_longest_runs_within_the_critical_difference) {
  const std::vector<double> means = {3.0, 1.0, 1.5, 2.2};
  BOOST_TEST((indistinguishable(means, 0.9) == Groups{{1, 2}, {2, 3}, {3, 0}}));
  BOOST_TEST((indistinguishable(means, 1.3) == Groups{{1, 2, 3}, {3, 0}}));
  BOOST_TEST((indistinguishable(means, 5.0) == Groups{{1, 2, 3, 0}}));
  BOOST_TEST(indistinguishable(means, 0.1).empty());
}

BOOST_AUTO_TEST_SUITE_END()
