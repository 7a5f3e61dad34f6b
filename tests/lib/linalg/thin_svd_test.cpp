#include "lib/linalg/thin_svd.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

BOOST_AUTO_TEST_SUITE(thin_svd)

BOOST_AUTO_TEST_CASE(the_product_is_the_matrix_and_zero_values_are_left_out) {
  const arma::mat low = normal_matrix(1, "A", 9, 2) * normal_matrix(2, "B", 2, 6);
  for (const arma::mat& M : {low, arma::mat(low.t()), normal_matrix(3, "C", 5, 5)}) {
    const ThinSvd svd = starling::thin_svd(M);
    BOOST_TEST(svd.s.n_elem == arma::rank(M));
    BOOST_CHECK_SMALL(arma::abs(svd.U * arma::diagmat(svd.s) * svd.V.t() - M).max(), 1e-12);
    BOOST_CHECK_SMALL(arma::abs(svd.V.t() * svd.V - arma::eye(svd.s.n_elem, svd.s.n_elem)).max(), 1e-12);
    for (arma::uword i = 0; i < svd.s.n_elem; ++i) BOOST_TEST(svd.U.col(i).max() == arma::abs(svd.U.col(i)).max());
  }
}

BOOST_AUTO_TEST_CASE(matrices_that_are_zero_or_empty_have_no_directions) {
  for (const arma::mat& M : {arma::mat(4, 3, arma::fill::zeros), arma::mat(0, 3), arma::mat(4, 0)}) {
    const ThinSvd svd = starling::thin_svd(M);
    BOOST_TEST((svd.U.n_rows == M.n_rows && svd.U.n_cols == 0U && svd.V.n_rows == M.n_cols && svd.s.is_empty()));
  }
}

BOOST_AUTO_TEST_SUITE_END()
