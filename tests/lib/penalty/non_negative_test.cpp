#include "lib/penalty/non_negative.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/penalty/lasso.hpp"
#include "lib/penalty/ridged.hpp"
#include "lib/penalty/row_group_lasso.hpp"

using namespace starling;

namespace {

bool close(const arma::mat& a, const arma::mat& b) { return arma::approx_equal(a, b, "absdiff", 1e-14); }

}  // namespace

BOOST_AUTO_TEST_SUITE(non_negative)

BOOST_AUTO_TEST_CASE(a_negative_coefficient_has_an_infinite_value) {
  const NonNegative<RowGroupLasso> penalty{{0.5, {}}};
  BOOST_CHECK_CLOSE(penalty.value({{3, 4}}), 2.5, 1e-13);
  BOOST_CHECK_EQUAL(penalty.value({{3, 4}, {-1e-300, 0}}), arma::datum::inf);
  BOOST_CHECK_EQUAL(Ridged(penalty, 0.1).value({{-1, 0}}), arma::datum::inf);
}

BOOST_AUTO_TEST_CASE(only_what_would_pull_coefficients_up_counts_in_the_dual_norm) {
  const NonNegative<RowGroupLasso> penalty{{0.5, {}}};
  BOOST_CHECK_CLOSE(penalty.dual_norm({{3, 4}, {-100, 0}}), 5.0, 1e-13);
  BOOST_CHECK_CLOSE(penalty.dual_norm({{3, -4}}), 3.0, 1e-13);
  BOOST_CHECK_EQUAL(penalty.dual_norm({{-3, -4}}), 0.0);
  BOOST_CHECK_EQUAL(penalty.dual_scales({{-3, -4}})[0], 1.0);
}

BOOST_AUTO_TEST_CASE(the_prox_and_the_row_minimiser_by_hand) {
  const NonNegative<RowGroupLasso> rows{{2.0, {}}};
  BOOST_CHECK(close(rows.prox({{3, 4}, {5, -9}, {-5, -9}}, 1.0), {{1.8, 2.4}, {3, 0}, {0, 0}}));
  const NonNegative<Lasso> entries{{1.0}};
  arma::vec w = {1, 1, 1};
  entries.minimise_row(0, {2, 1, 1}, {5, -3, 0.5}, w);
  BOOST_CHECK(close(w, arma::vec{2, 0, 0}));
}

BOOST_AUTO_TEST_SUITE_END()
