#include "apps/compare/report/search_curves.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/apps/compare/report/fake_blocks.hpp"
#include "tests/support/well_formed.hpp"

using namespace starling::compare;

namespace {

Search search(const std::vector<Search::Point>& points, std::size_t chosen) {
  return {.metric = "mse", .points = points, .chosen = chosen};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(search_curves_of_a_data_set)

BOOST_AUTO_TEST_CASE(are_means_over_repetitions_with_rings_where_the_choices_are) {
  DatasetBlock block = fake::block("data", {{"a", {0.5, 0.5}}, {"b<", {0.5, 0.5}}});
  block.rows[1].results[0]->search = search({{{{"lambda", "1max"}}, 4.0}, {{{"lambda", "0.1max"}}, 1.0}}, 1);
  block.rows[1].results[1]->search = search({{{{"lambda", "1max"}}, 2.0}, {{{"lambda", "0.1max"}}, 2.0}}, 0);
  const auto found = search_curves(block);
  BOOST_REQUIRE(found.size() == 1);
  BOOST_TEST(found[0].option == "lambda");
  BOOST_TEST(found[0].unit == "max");
  BOOST_TEST(found[0].metric == "mse");
  BOOST_REQUIRE(found[0].curves.size() == 1);
  const Curve& curve = found[0].curves[0];
  BOOST_TEST(curve.colour.value() == 1u);
  BOOST_TEST((curve.x == std::vector<double>{0.1, 1.0}));
  BOOST_TEST((curve.y == std::vector<double>{1.5, 3.0}));
  BOOST_REQUIRE(curve.marks.size() == 2);
  BOOST_TEST(curve.marks[0].words == "b<: 0.1 chosen in 1 of 2 repetitions");
  const std::string picture = curve_picture(plot_of(found[0]), found[0].curves);
  BOOST_TEST(starling::tests::markup_fault(picture) == "");
  BOOST_TEST(picture.find("lambda / lambda_max") != std::string::npos);
  BOOST_TEST(picture.find("<circle class=\"curve1\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(of_two_options_are_the_best_over_the_other) {
  DatasetBlock block = fake::block("data", {{"svm", {0.5}}});
  block.rows[0].results[0]->search = search({{{{"C", "1"}, {"mu", "1"}}, 4.0},
                                             {{{"C", "1"}, {"mu", "9"}}, 3.0},
                                             {{{"C", "5"}, {"mu", "1"}}, 2.0},
                                             {{{"C", "5"}, {"mu", "9"}}, 7.0}},
                                            2);
  const auto found = search_curves(block);
  BOOST_REQUIRE(found.size() == 2);
  BOOST_TEST(found[0].option == "C");
  BOOST_TEST((found[0].curves[0].y == std::vector<double>{3.0, 2.0}));
  BOOST_TEST((found[1].curves[0].y == std::vector<double>{2.0, 3.0}));
  BOOST_TEST(found[1].curves[0].marks[0].x == 1.0);
}

BOOST_AUTO_TEST_CASE(stand_apart_where_units_or_metrics_do) {
  DatasetBlock block = fake::block("data", {{"a", {0.5}}, {"b", {0.5}}, {"c", {0.5}}});
  block.rows[0].results[0]->search = search({{{{"lambda", "1max"}}, 4.0}, {{{"lambda", "0.1max"}}, 1.0}}, 1);
  block.rows[1].results[0]->search = search({{{{"lambda", "1"}}, 4.0}, {{{"lambda", "0.1"}}, 1.0}}, 1);
  block.rows[2].results[0]->search = search({{{{"lambda", "1"}}, 4.0}, {{{"lambda", "0.1"}}, 1.0}}, 1);
  block.rows[2].results[0]->search.metric = "error";
  BOOST_TEST(search_curves(block).size() == 3u);
}

BOOST_AUTO_TEST_CASE(leave_out_options_that_are_no_numbers_or_have_one_value) {
  DatasetBlock block = fake::block("data", {{"a", {0.5}}});
  block.rows[0].results[0]->search =
      search({{{{"kernel", "rbf"}, {"C", "1"}}, 4.0}, {{{"kernel", "linear"}, {"C", "1"}}, 1.0}}, 0);
  BOOST_TEST(search_curves(block).empty());
}

BOOST_AUTO_TEST_CASE(have_a_logarithmic_axis_where_scores_are_far_apart) {
  SearchCurves curves{.option = "lambda", .unit = "", .metric = "mse", .curves = {{"a", {1.0, 2.0}, {0.1, 100.0}}}};
  BOOST_TEST(plot_of(curves).y.logarithmic);
  BOOST_TEST(plot_of(curves).x.falling);
  curves.option = "C";
  curves.curves[0].y[1] = 0.2;
  BOOST_TEST(!plot_of(curves).y.logarithmic);
  BOOST_TEST(!plot_of(curves).x.falling);
}

BOOST_AUTO_TEST_SUITE_END()
