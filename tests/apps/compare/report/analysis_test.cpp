#include "apps/compare/report/analysis.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/apps/compare/report/fake_blocks.hpp"

using namespace starling::compare;
using boost::test_tools::tolerance;

BOOST_AUTO_TEST_SUITE(differences_between_methods)

BOOST_AUTO_TEST_CASE(rows_are_tested_against_the_best_and_adjusted_for_their_number) {
  DatasetBlock block =
      fake::block("a", {{"best", {0.9, 0.8, 0.7}}, {"near", {0.89, 0.81, 0.69}}, {"far", {0.6, 0.5, 0.4}}});
  const auto p = p_against_best(block);
  BOOST_TEST(!p[0].has_value());
  const std::vector<double> near = {-0.01, 0.01, -0.01};
  BOOST_TEST(*p[1] == corrected_resampled_t(near, 0.0).p_value, tolerance(1e-9));
  BOOST_TEST(*p[2] < 1e-6);  // the same difference every time
  block.test_over_train = 0.5;
  BOOST_TEST(*p_against_best(block)[1] == corrected_resampled_t(near, 0.5).p_value, tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(one_repetition_or_a_missing_one_is_not_tested) {
  const auto once = p_against_best(fake::block("a", {{"best", {0.9}}, {"other", {0.8}}}));
  BOOST_TEST((!once[0] && !once[1]));
  DatasetBlock block = fake::block("a", {{"best", {0.9, 0.8}}, {"other", {0.8, 0.7}}});
  block.rows[1].results[0].reset();
  BOOST_TEST(!p_against_best(block)[1].has_value());
}

BOOST_AUTO_TEST_CASE(over_data_sets_only_methods_with_every_score_take_part) {
  std::vector<DatasetBlock> blocks;
  for (int d = 0; d < 7; ++d)
    blocks.push_back(
        fake::block("data" + std::to_string(d), {{"good", {0.9}}, {"poor", {0.5 + 0.01 * d}}, {"ill", {0.7}}}));
  blocks[6].rows[2].results[0].reset();
  blocks[3].metric.better = Better::lower;  // here poor is better than good
  const AcrossDataSets across = compare_across(blocks);
  BOOST_TEST(across.methods == (std::vector<std::string>{"good", "poor"}), boost::test_tools::per_element());
  BOOST_TEST(across.left_out == std::vector<std::string>{"ill"}, boost::test_tools::per_element());
  BOOST_TEST(across.reference == 0);
  BOOST_TEST(across.ranked.mean_ranks[0] == 8.0 / 7.0, tolerance(1e-12));
  BOOST_TEST(across.duels[0][1].wins == 6);
  BOOST_TEST(across.duels[1][0].wins == 1);
  std::vector<double> advantages;
  for (int d = 0; d < 7; ++d) advantages.push_back((d == 3 ? -1 : 1) * (0.5 + 0.01 * d - 0.9));
  BOOST_TEST(across.adjusted[1] == wilcoxon_signed_rank(advantages).p_value, tolerance(1e-12));
  BOOST_TEST(across.adjusted[0] == 1.0);
}

BOOST_AUTO_TEST_CASE(without_a_complete_method_nothing_is_compared) {
  DatasetBlock block = fake::block("a", {{"one", {0.9}}});
  block.rows[0].results[0].reset();
  const AcrossDataSets across = compare_across(std::vector{block});
  BOOST_TEST(across.methods.empty());
  BOOST_TEST(across.left_out.size() == 1);
  BOOST_TEST(compare_across({}).methods.empty());
}

BOOST_AUTO_TEST_SUITE_END()
