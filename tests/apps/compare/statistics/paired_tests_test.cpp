#include "apps/compare/statistics/paired_tests.hpp"

#include <array>
#include <boost/test/unit_test.hpp>

#include "tests/apps/compare/statistics/golden.hpp"

using namespace starling::compare;
using boost::test_tools::tolerance;

namespace {

constexpr std::array<Alternative, 3> alternatives = {Alternative::two_sided, Alternative::greater, Alternative::less};

}  // namespace

BOOST_AUTO_TEST_SUITE(paired_tests)

BOOST_AUTO_TEST_CASE(wilcoxon_agrees_with_scipy_exactly_and_with_ties_zeros_and_many_differences) {
  for (const std::string name : {"plain", "short", "ties", "one", "long"})
    for (std::size_t a = 0; a < alternatives.size(); ++a) BOOST_TEST_CONTEXT(name << ", alternative " << a) {
        const PairedTest test = wilcoxon_signed_rank(golden_numbers("wilcoxon_" + name), alternatives[a]);
        BOOST_TEST(test.statistic == golden_numbers("wilcoxon_" + name + "_statistic")[0]);
        BOOST_TEST(test.p_value == golden_numbers("wilcoxon_" + name + "_p")[a], tolerance(1e-12));
      }
}

BOOST_AUTO_TEST_CASE(zeros_are_dropped_and_nothing_else_shows_nothing) {
  BOOST_TEST(wilcoxon_signed_rank(golden_numbers("wilcoxon_ties")).n == 9);
  const std::vector<double> zeros(5, 0.0);
  BOOST_TEST(wilcoxon_signed_rank(zeros).p_value == 1.0);
  BOOST_TEST(wilcoxon_signed_rank({}).p_value == 1.0);
}

BOOST_AUTO_TEST_CASE(the_exact_law_is_near_the_normal_one_where_one_ends_and_the_other_begins) {
  std::vector<double> differences;
  for (int i = 1; i <= 200; ++i) differences.push_back(i % 5 < 2 ? -i : i);
  const double exact = wilcoxon_signed_rank(differences).p_value;
  differences.push_back(1e-9);  // one more, with the least rank
  BOOST_TEST(wilcoxon_signed_rank(differences).p_value == exact, tolerance(0.05));
}

BOOST_AUTO_TEST_CASE(the_corrected_t_agrees_with_its_formula_and_without_correction_with_scipy) {
  const std::vector<double> differences = golden_numbers("t_differences");
  BOOST_TEST(corrected_resampled_t(differences, 0.0).p_value == golden_numbers("t_scipy")[1], tolerance(1e-12));
  for (const auto& [name, ratio] : {std::pair("t_0", 0.0), std::pair("t_3", 1.0 / 3.0)}) {
    const std::vector<double> found = golden_numbers(name);
    BOOST_TEST(corrected_resampled_t(differences, ratio).statistic == found[0], tolerance(1e-12));
    for (std::size_t a = 0; a < alternatives.size(); ++a)
      BOOST_TEST(corrected_resampled_t(differences, ratio, alternatives[a]).p_value == found[a + 1], tolerance(1e-12));
  }
}

BOOST_AUTO_TEST_CASE(differences_without_spread_are_none_or_certain) {
  const std::vector<double> zeros(3, 0.0), ones(3, 1.0), one = {1.0};
  BOOST_TEST(corrected_resampled_t(zeros, 0.5).p_value == 1.0);
  BOOST_TEST(corrected_resampled_t(ones, 0.5).p_value == 0.0);
  BOOST_TEST(corrected_resampled_t(ones, 0.5, Alternative::less).p_value == 1.0);
  BOOST_TEST(corrected_resampled_t(one, 0.5).p_value == 1.0);
}

BOOST_AUTO_TEST_CASE(holm_agrees_with_statsmodels) {
  const std::vector<double> adjusted = holm(golden_numbers("holm_p")), expected = golden_numbers("holm_adjusted");
  for (std::size_t i = 0; i < expected.size(); ++i) BOOST_TEST(adjusted[i] == expected[i], tolerance(1e-14));
  BOOST_TEST(holm({}).empty());
}

BOOST_AUTO_TEST_CASE(wins_ties_and_losses_are_counted) {
  const std::vector<double> differences = {0.5, 0.0, -1.0, 2.0};
  const WinTieLoss count = win_tie_loss(differences);
  BOOST_TEST(count.wins == 2);
  BOOST_TEST(count.ties == 1);
  BOOST_TEST(count.losses == 1);
}

BOOST_AUTO_TEST_SUITE_END()
