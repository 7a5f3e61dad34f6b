#include "lib/selection/grid.hpp"

#include <boost/test/unit_test.hpp>

#include "algorithms/catalogue.hpp"
#include "lib/base/error.hpp"

namespace {

using namespace starling;
using Words = std::vector<std::string>;

const Estimator& lasso() {
  static const auto estimator = make_estimator("multitask_lasso");
  return *estimator;
}
const Estimator& clustered() {
  static const auto estimator = make_estimator("clustered_regression");
  return *estimator;
}

void expect_refusal(std::string_view spec, std::string_view words, const Estimator& estimator = lasso()) {
  BOOST_TEST_CONTEXT(spec) {
    std::string said = "nothing";
    try {
      parse_axis(spec, estimator);
    } catch (const InvalidOption& e) {
      said = e.what();
    }
    BOOST_TEST(said.find(words) != std::string::npos, said);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(grid)

BOOST_AUTO_TEST_CASE(auto_falls_from_lambda_max_to_a_thousandth_of_it_by_equal_factors) {
  const GridAxis axis = parse_axis("lambda=auto:4", lasso());
  BOOST_TEST(axis.is_lambda);
  BOOST_TEST(axis.is_relative);
  BOOST_REQUIRE(axis.values.size() == 4u);
  for (std::size_t k = 0; k < 4; ++k) {
    const Lambda value = spelling::parse_lambda(axis.values[k]).value();
    BOOST_TEST(value.relative);
    BOOST_TEST(std::abs(value.value * std::pow(10.0, k) - 1.0) < 1e-14);
  }
  BOOST_TEST(axis.values.back() == "0.001max");
}

BOOST_AUTO_TEST_CASE(ranges_step_by_factors_or_evenly_as_the_option_s_scale_says) {
  BOOST_TEST((parse_axis("lambda=0.01max:1max:3", lasso()).values == Words{"1max", "0.1max", "0.01max"}));
  BOOST_TEST((parse_axis("lambda=4:1:3", lasso()).values == Words{"4", "2", "1"}));
  BOOST_TEST((parse_axis("rho1=1:16:3", clustered()).values == Words{"1", "4", "16"}));
  BOOST_TEST((parse_axis("l1_ratio=0.5:1:3", lasso()).values == Words{"0.5", "0.75", "1"}));
  BOOST_TEST((parse_axis("n_clusters=1:4:4", clustered()).values == Words{"1", "2", "3", "4"}));
}

BOOST_AUTO_TEST_CASE(lists_keep_their_order_but_strengths_fall) {
  BOOST_TEST((parse_axis("rho1=0.1,1,10", clustered()).values == Words{"0.1", "1", "10"}));
  BOOST_TEST((parse_axis("lambda=0.1,1,10", lasso()).values == Words{"10", "1", "0.1"}));
  BOOST_TEST((parse_axis("loss=logistic,squared", lasso()).values == Words{"logistic", "squared"}));
  BOOST_TEST((parse_axis("standardize=true", lasso()).values == Words{"true"}));
}

BOOST_AUTO_TEST_CASE(points_are_all_combinations_with_the_strength_fastest) {
  const auto points = grid_points(parse_grid({"lambda=1,2", "standardize=false,true", "l1_ratio=0.5,1"}, lasso()));
  BOOST_REQUIRE(points.size() == 8u);
  BOOST_TEST((points[0] == Params{{"lambda", "2"}, {"standardize", "false"}, {"l1_ratio", "0.5"}}));
  BOOST_TEST((points[1] == Params{{"lambda", "1"}, {"standardize", "false"}, {"l1_ratio", "0.5"}}));
  BOOST_TEST((points[2] == Params{{"lambda", "2"}, {"standardize", "false"}, {"l1_ratio", "1"}}));
  BOOST_TEST((points[7] == Params{{"lambda", "1"}, {"standardize", "true"}, {"l1_ratio", "1"}}));
}

BOOST_AUTO_TEST_CASE(adv_options_empty_grids_are_refused) {
  BOOST_CHECK_THROW(grid_points({}), InvalidOption);
  BOOST_CHECK_THROW(grid_points({{.name = "lambda", .values = {}}}), InvalidOption);
  expect_refusal("lambda=", "no values");
  expect_refusal("lambda", "expected NAME=VALUES");
  expect_refusal("", "expected NAME=VALUES");
}

BOOST_AUTO_TEST_CASE(adv_options_unsorted_and_repeated_values_are_refused) {
  expect_refusal("lambda=1,3,2", "not sorted");
  expect_refusal("lambda=1,2,2", "same value twice");
  expect_refusal("lambda=1,2,2.0", "same value twice");
  expect_refusal("loss=squared,squared", "same value twice");
  expect_refusal("n_clusters=1:3:9", "same value twice", clustered());
  expect_refusal("lambda=1:1:3", "same value twice");
  BOOST_CHECK_THROW(parse_grid({"lambda=1", "lambda=2"}, lasso()), InvalidOption);
}

BOOST_AUTO_TEST_CASE(names_and_values_are_those_of_the_estimator_s_fields) {
  expect_refusal("lambdas=1,2", "did you mean 'lambda'?");
  expect_refusal("mu=1", "unknown option 'mu'");
  expect_refusal("lambda=-1,1", "option lambda");
  expect_refusal("l1_ratio=0.5,1.5", "option l1_ratio");
  expect_refusal("n_clusters=1.5", "option n_clusters", clustered());
  expect_refusal("loss=hinges", "option loss");
  expect_refusal("lambda=1,,2", "option lambda");
  expect_refusal("lambda=0,5x", "option lambda");
  expect_refusal("lambda=nan", "option lambda");
  expect_refusal("l1_ratio=0.1max", "option l1_ratio");
}

BOOST_AUTO_TEST_CASE(ranges_that_mean_nothing_are_refused) {
  expect_refusal("lambda=0:1:5", "must not hold 0");
  expect_refusal("lambda=-1:1:5", "must not hold 0");
  expect_refusal("lambda=0.1max:1:5", "write max at both ends");
  expect_refusal("lambda=0.1max,1", "beside absolute strengths");
  for (const std::string count : {"", "0", "1", "-3", "2.5", "999999999999"})
    expect_refusal("lambda=auto:" + count, "invalid number of values");
  expect_refusal("l1_ratio=auto:3", "auto is for the strength of a penalty only");
  expect_refusal("lambda=1:2", "expected A,B,C or A:B:COUNT");
  expect_refusal("lambda=1:2:3:4", "expected A,B,C or A:B:COUNT");
  expect_refusal("lambda=a:1:3", "not a number");
  expect_refusal("lambda=1:inf:3", "not a number");
}

BOOST_AUTO_TEST_CASE(a_list_has_no_place_in_a_grid) {
  expect_refusal("row_weights=1,2", "a list has no place in a grid");
  expect_refusal("feature_groups=1,2", "a list has no place in a grid");
}

BOOST_AUTO_TEST_SUITE_END()
