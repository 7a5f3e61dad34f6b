#include "lib/penalty/feature_groups.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/penalty/row_group_lasso.hpp"

using namespace starling;

namespace {

bool close(const arma::mat& a, const arma::mat& b) { return arma::approx_equal(a, b, "absdiff", 1e-14); }

const arma::mat some = {{1, 2}, {3, 4}, {2, -4}, {0, 0.5}};

}  // namespace

BOOST_AUTO_TEST_SUITE(feature_groups)

BOOST_AUTO_TEST_CASE(groups_are_numbered_in_the_order_in_which_they_first_appear) {
  const FeatureGroups groups = FeatureGroups::of(std::vector<int>{7, -1, 7, 3});
  BOOST_CHECK_EQUAL(groups.n_groups, 3U);
  BOOST_CHECK(arma::all(groups.group_of == arma::uvec{0, 1, 0, 2}));
}

BOOST_AUTO_TEST_CASE(values_by_hand) {
  // The first group holds 1, 2, 2, -4: norm 5.
  const FeatureGroupLasso penalty{2.0, FeatureGroups::of(std::vector<int>{7, -1, 7, 3})};
  BOOST_CHECK_CLOSE(penalty.value(some), 2.0 * (5.0 + 5.0 + 0.5), 1e-13);
  BOOST_CHECK_CLOSE(penalty.dual_norm(some), 5.0, 1e-13);
  BOOST_CHECK(close(penalty.prox(some, 0.5), {{0.8, 1.6}, {2.4, 3.2}, {1.6, -3.2}, {0, 0}}));
  BOOST_CHECK_CLOSE(penalty.dual_excess(some)[0], 3.0, 1e-11);
}

BOOST_AUTO_TEST_CASE(groups_of_one_feature_are_the_row_group_lasso) {
  const FeatureGroupLasso penalty{0.7, FeatureGroups::of(std::vector<int>{4, 3, 2, 1})};
  BOOST_CHECK_CLOSE(penalty.value(some), RowGroupLasso{0.7}.value(some), 1e-12);
  BOOST_CHECK_CLOSE(penalty.dual_norm(some), RowGroupLasso{0.7}.dual_norm(some), 1e-12);
  BOOST_CHECK(close(penalty.prox(some, 0.5), RowGroupLasso{0.7}.prox(some, 0.5)));
}

BOOST_AUTO_TEST_CASE(a_group_is_a_block_and_goes_with_its_rows) {
  const FeatureGroupLasso penalty{0.7, FeatureGroups::of(std::vector<int>{5, 2, 5, 9, 2})};
  BOOST_CHECK(arma::all(penalty.blocks(5) == arma::uvec{0, 1, 0, 2, 1}));
  BOOST_CHECK(arma::all(penalty.of_rows({1, 3, 4}).blocks(3) == arma::uvec{0, 1, 0}));
  arma::vec w(4, arma::fill::zeros);
  penalty.minimise_row(0, {1, 1, 1, 1}, {3, 0, 4, 0}, w);
  BOOST_CHECK(close(w, arma::vec{3.0 * 4.3 / 5.0, 0, 4.0 * 4.3 / 5.0, 0}));
}

BOOST_AUTO_TEST_CASE(one_group_of_all_features_is_the_frobenius_norm) {
  const FeatureGroupLasso penalty{0.7, FeatureGroups::of(std::vector<int>{1, 1, 1, 1})};
  BOOST_CHECK_CLOSE(penalty.value(some), 0.7 * arma::norm(some, "fro"), 1e-12);
}

BOOST_AUTO_TEST_SUITE_END()
