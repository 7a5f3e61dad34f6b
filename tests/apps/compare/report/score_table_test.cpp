#include "apps/compare/report/score_table.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/apps/compare/report/fake_blocks.hpp"
#include "tests/apps/compare/report/fake_report.hpp"

using namespace starling::compare;

BOOST_AUTO_TEST_SUITE(score_tables)

BOOST_AUTO_TEST_CASE(failures_have_notes_and_only_methods_with_every_score_have_a_rank) {
  const ScoreTable table = score_table(fake::report());
  BOOST_REQUIRE(table.rows.size() == 3);
  BOOST_REQUIRE(table.notes.size() == 1);
  BOOST_TEST(table.rows[2].cells[6].note == 1);
  BOOST_TEST(!table.rows[2].mean_rank.has_value());
  BOOST_TEST(*table.rows[1].mean_rank == 1.0);
  BOOST_TEST(table.rows[2].cells[0].best);
}

BOOST_AUTO_TEST_CASE(names_are_short_where_that_leaves_them_distinct) {
  const std::vector<DatasetBlock> blocks = {fake::block("low_rank:rank=1", {{"m", {1}}}),
                                            fake::block("low_rank:rank=2", {{"m", {1}}}),
                                            fake::block("school:x=1", {{"m", {1}}})};
  BOOST_TEST(short_names(blocks) == (std::vector<std::string>{"low_rank:rank=1", "low_rank:rank=2", "school"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(small_p_values_are_bounded_instead_of_rounded_to_zero) {
  BOOST_TEST(p_text(0.0) == "< 0.001");
  BOOST_TEST(p_text(0.0344) == "0.034");
  BOOST_TEST(p_equation(0.0009) == "p < 0.001");
  BOOST_TEST(p_equation(1.0) == "p = 1.000");
}

BOOST_AUTO_TEST_SUITE_END()
