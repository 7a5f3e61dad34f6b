#include "lib/solver/fusion/nested_groups.hpp"

#include <boost/test/unit_test.hpp>

using namespace starling;
using starling::fusion::nested_groups;

namespace {

bool same(const arma::uvec& a, const arma::uvec& b) { return arma::approx_equal(a, b, "absdiff", 0); }

}  // namespace

BOOST_AUTO_TEST_SUITE(fusion_nested_groups)

BOOST_AUTO_TEST_CASE(all_are_one_first_and_then_the_widest_gaps_cut) {
  // Steps of 0.1, 5, 0.2, 60 along the chain: the ratios 25 (0.2 to 5), 12 and 2.
  const auto groupings = nested_groups(TaskEdges::chain(5), arma::mat{{0.0, 0.1, 5.1, 5.3, 65.3}}, 10);
  BOOST_REQUIRE(groupings.size() == 4u);
  BOOST_TEST(same(groupings[0], {0, 0, 0, 0, 0}));
  BOOST_TEST(same(groupings[1], {0, 0, 1, 1, 2}));
  BOOST_TEST(same(groupings[2], {0, 0, 0, 0, 1}));
  BOOST_TEST(same(groupings[3], {0, 0, 1, 2, 3}));
  BOOST_TEST(nested_groups(TaskEdges::chain(5), arma::mat{{0.0, 0.1, 5.1, 5.3, 65.3}}, 2).size() == 2u);
}

BOOST_AUTO_TEST_CASE(what_rounding_parts_is_one) {
  const auto groupings = nested_groups(TaskEdges::chain(3), arma::mat{{1.0, 1.0 + 1e-15, 2.0}}, 10);
  BOOST_REQUIRE(groupings.size() == 2u);
  BOOST_TEST(same(groupings[1], {0, 0, 1}));
  BOOST_TEST(same(nested_groups(TaskEdges::complete(3), arma::mat(2, 3, arma::fill::zeros), 10).at(0), {0, 0, 0}));
}

BOOST_AUTO_TEST_CASE(nothing_to_join_has_no_groupings) {
  BOOST_TEST(nested_groups(TaskEdges::chain(1), arma::mat(2, 1, arma::fill::ones), 10).empty());
  BOOST_TEST(nested_groups(TaskEdges::chain(3), arma::mat(0, 3), 10).empty());
}

BOOST_AUTO_TEST_CASE(common_groups_are_those_of_both) {
  BOOST_TEST(same(fusion::common_groups({0, 0, 1, 1, 0}, {7, 3, 3, 3, 7}), {0, 1, 2, 2, 0}));
}

BOOST_AUTO_TEST_SUITE_END()
