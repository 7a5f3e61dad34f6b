#include "lib/solver/fusion/dendrogram.hpp"

#include <boost/test/unit_test.hpp>

using starling::fusion::merges;

namespace {

bool same(const arma::mat& a, const arma::mat& b) { return arma::approx_equal(a, b, "absdiff", 0.0); }

}  // namespace

BOOST_AUTO_TEST_SUITE(fusion_dendrogram)

BOOST_AUTO_TEST_CASE(a_tree_by_hand_whatever_the_order_of_the_levels) {
  const arma::mat tree = {{1, 3, 2.0, 2}, {0, 2, 5.0, 2}, {4, 5, 9.0, 4}};
  BOOST_TEST(same(merges({{1.0, {0, 1, 2, 3}}, {2.0, {0, 1, 2, 1}}, {5.0, {0, 1, 0, 1}}, {9.0, {0, 0, 0, 0}}}), tree));
  BOOST_TEST(same(merges({{9.0, {0, 0, 0, 0}}, {2.0, {0, 1, 2, 1}}, {5.0, {0, 1, 0, 1}}, {1.0, {0, 1, 2, 3}}}), tree));
}

BOOST_AUTO_TEST_CASE(many_that_merge_at_once_do_so_one_after_the_other) {
  BOOST_TEST(same(merges({{3.0, {0, 0, 0}}}), {{0, 1, 3.0, 2}, {2, 3, 3.0, 3}}));
}

BOOST_AUTO_TEST_CASE(tasks_that_part_again_are_merged_where_they_stay_together) {
  BOOST_TEST(same(merges({{1.0, {0, 0, 1}}, {2.0, {0, 1, 2}}, {3.0, {0, 0, 1}}}), {{0, 1, 3.0, 2}}));
}

BOOST_AUTO_TEST_CASE(parts_that_never_meet_leave_a_forest) {
  BOOST_TEST(same(merges({{1.0, {0, 1, 2, 3}}, {2.0, {0, 0, 1, 1}}}), {{0, 1, 2.0, 2}, {2, 3, 2.0, 2}}));
  BOOST_TEST(merges({{1.0, {0, 1}}}).n_rows == 0u);
  BOOST_TEST(merges({}).is_empty());
}

BOOST_AUTO_TEST_SUITE_END()
