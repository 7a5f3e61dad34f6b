#include "lib/penalty/squared_trace_norm.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/linalg/decompose.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

BOOST_AUTO_TEST_SUITE(squared_trace_norm)

BOOST_AUTO_TEST_CASE(values_by_hand) {
  const arma::mat W = arma::diagmat(arma::vec{3.0, 1.0});
  const SquaredTraceNorm plain{2.0}, ridged{2.0, 0.5};
  BOOST_CHECK_CLOSE(plain.value(W), 16.0, 1e-12);
  BOOST_CHECK_CLOSE(ridged.value(W), 18.5, 1e-12);
  BOOST_CHECK_CLOSE(plain.conjugate(W), 9.0 / 4.0, 1e-12);
  // tau = 4 ((3 - tau)+ + (1 - tau)+) at 12 / 5: 0.6^2 / (2 x 0.5) + 2.4^2 / (2 x 2).
  BOOST_CHECK_CLOSE(ridged.conjugate(W), 0.36 + 1.44, 1e-12);
  // s = v - 2 sum s at (2, 0): 3 - 4 < 0 there, so (1, 0).
  BOOST_CHECK_SMALL(arma::abs(plain.prox(W, 1.0) - arma::diagmat(arma::vec{1.0, 0.0})).max(), 1e-12);
}

BOOST_AUTO_TEST_CASE(it_is_the_least_penalty_under_a_covariance_of_trace_one) {
  const arma::mat W = normal_matrix(1, "W", 6, 4);
  const SquaredTraceNorm penalty{0.7};
  const arma::vec s = singular_values(W);
  const SymmetricEigen eigen = symmetric_eigen(W.t() * W);
  const arma::mat root = eigen.vectors * arma::diagmat(arma::sqrt(eigen.values)) * eigen.vectors.t();
  const auto under = [&](const arma::mat& S) { return 0.35 * arma::trace(W * arma::inv_sympd(S) * W.t()); };
  BOOST_CHECK_CLOSE(penalty.value(W), under(arma::symmatu(root / arma::accu(s))), 1e-8);
  BOOST_TEST(penalty.value(W) < under(arma::eye(4, 4) / 4.0));
}

BOOST_AUTO_TEST_CASE(a_tiny_ridge_is_next_to_none) {
  const arma::mat G = normal_matrix(1, "G", 6, 4);
  BOOST_CHECK_CLOSE((SquaredTraceNorm{0.7, 1e-9}).conjugate(G), (SquaredTraceNorm{0.7}).conjugate(G), 1e-6);
}

BOOST_AUTO_TEST_SUITE_END()
