#include "lib/penalty/ridged.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/penalty/feature_groups.hpp"
#include "lib/penalty/non_negative.hpp"
#include "lib/penalty/row_group_lasso.hpp"

using namespace starling;

namespace {

bool close(const arma::mat& a, const arma::mat& b) { return arma::approx_equal(a, b, "absdiff", 1e-14); }

const Ridged<RowGroupLasso> penalty(RowGroupLasso{0.5, {0, 1}}, 2.0);

}  // namespace

BOOST_AUTO_TEST_SUITE(ridged)

BOOST_AUTO_TEST_CASE(free_rows_stay_free) {
  BOOST_CHECK_CLOSE(penalty.value({{3, 4}, {0, 2}}), 1.0 + 4.0, 1e-13);
  BOOST_CHECK(close(penalty.prox({{3, 4}, {0, 2}}, 1.0), {{3, 4}, {0, 0.5}}));
  arma::vec w(2, arma::fill::zeros);
  penalty.minimise_row(0, {2, 4}, {2, 2}, w);
  BOOST_CHECK(close(w, arma::vec{1, 0.5}));
  penalty.minimise_row(1, {2, 2}, {0, 2.5}, w);
  BOOST_CHECK(close(w, arma::vec{0, 0.5}));
  BOOST_CHECK(arma::all(penalty.free_rows() == arma::uvec{0}));
  arma::vec g(2);
  arma::mat H(2, 2);
  penalty.derivatives_of_row(0, {3, 4}, g, H);
  BOOST_CHECK(g.is_zero() && H.is_zero());
}

BOOST_AUTO_TEST_CASE(the_conjugate_is_finite_only_where_free_rows_are_not_pulled) {
  BOOST_CHECK_EQUAL(penalty.conjugate({{1e-9, 0}, {0, 2}}), arma::datum::inf);
  BOOST_CHECK_EQUAL(penalty.dual_scales({{1e-9, 0}, {0, 2}})[0], 0.0);
  BOOST_CHECK_CLOSE(penalty.conjugate({{0, 0}, {0, 2}}), 1.5 * 1.5 / 4.0, 1e-10);
  BOOST_CHECK_EQUAL(penalty.dual_scales({{0, 0}, {0, 2}})[0], 1.0);
}

BOOST_AUTO_TEST_CASE(capabilities_are_those_of_the_norm) {
  static_assert(PartlyFree<Ridged<RowGroupLasso>> && RowBlocked<Ridged<RowGroupLasso>>);
  static_assert(RowBlocked<Ridged<FeatureGroupLasso>> && !PartlyFree<Ridged<FeatureGroupLasso>>);
  static_assert(!PartlyFree<Ridged<NonNegative<RowGroupLasso>>> && !RowBlocked<Ridged<NonNegative<RowGroupLasso>>>);
  BOOST_CHECK(arma::all(Ridged(RowGroupLasso{1.0, {0, 1, 0}}, 1.0).blocks(3) == arma::uvec{0, 1, 0}));
}

BOOST_AUTO_TEST_SUITE_END()
