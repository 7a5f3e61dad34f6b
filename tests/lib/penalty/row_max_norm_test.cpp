#include "lib/penalty/row_max_norm.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/penalty/lasso.hpp"

using namespace starling;

namespace {

bool close(const arma::mat& a, const arma::mat& b) { return arma::approx_equal(a, b, "absdiff", 1e-14); }

}  // namespace

BOOST_AUTO_TEST_SUITE(row_max_norm)

BOOST_AUTO_TEST_CASE(values_by_hand) {
  const arma::mat W = {{5, -3}, {0, 2}};
  const RowMaxNorm penalty{2.0};
  BOOST_CHECK_EQUAL(penalty.value(W), 14.0);
  BOOST_CHECK_EQUAL(penalty.dual_norm(W), 8.0);
  BOOST_CHECK(close(penalty.prox(W, 1.0), {{3, -3}, {0, 0}}));
  BOOST_CHECK(close(penalty.prox(W, 0.5), {{4, -3}, {0, 1}}));
}

// The prox takes the projection onto the ball of the dual norm away.
BOOST_AUTO_TEST_CASE(the_prox_leaves_a_point_of_the_l1_ball) {
  const arma::mat V = {{1.0, -2.0, 0.5}, {0.1, 0.2, -0.1}, {7.0, 7.0, 7.0}};
  const arma::mat inside = V - RowMaxNorm{1.5}.prox(V, 1.0);
  const arma::vec sizes = arma::sum(arma::abs(inside), 1);
  BOOST_CHECK_CLOSE(sizes[0], 1.5, 1e-12);
  BOOST_CHECK_CLOSE(sizes[1], 0.4, 1e-12);
  BOOST_CHECK_CLOSE(sizes[2], 1.5, 1e-12);
}

BOOST_AUTO_TEST_CASE(one_task_is_the_lasso) {
  const arma::mat V = arma::vec{1.0, -0.3, 0.0, 2.5};
  BOOST_CHECK_EQUAL(RowMaxNorm{0.7}.value(V), Lasso{0.7}.value(V));
  BOOST_CHECK_EQUAL(RowMaxNorm{0.7}.dual_norm(V), Lasso{0.7}.dual_norm(V));
  BOOST_CHECK(close(RowMaxNorm{0.7}.prox(V, 0.5), Lasso{0.7}.prox(V, 0.5)));
}

BOOST_AUTO_TEST_SUITE_END()
