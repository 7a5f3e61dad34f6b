#include "lib/linalg/kernels.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;
using blas::block;
using blas::Op;

namespace {

template <class S>
arma::Mat<S> normal(const std::string& name, arma::uword rows, arma::uword cols) {
  return arma::conv_to<arma::Mat<S>>::from(normal_matrix(1, name, rows, cols));
}

template <class S>
void check_kernels(S tolerance) {
  const arma::Mat<S> A = normal<S>("A", 7, 5), B = normal<S>("B", 7, 4),
                     square = A.t() * A + arma::eye<arma::Mat<S>>(5, 5);
  arma::Mat<S> C(5, 4, arma::fill::ones);
  blas::add_cross(S(2), block(A), block(B), block(C));
  BOOST_TEST(arma::abs(C - S(2) * A.t() * B - S(1)).max() < tolerance);

  arma::Mat<S> G(5, 5, arma::fill::zeros), K(7, 7, arma::fill::zeros);
  blas::add_square(Op::none, S(-1), block(A), block(G));
  blas::mirror_lower(block(G));
  BOOST_TEST(arma::abs(G + A.t() * A).max() < tolerance);
  blas::add_square(Op::transpose, S(1), block(A), block(K));
  blas::mirror_lower(block(K));
  BOOST_TEST(arma::abs(K - A * A.t()).max() < tolerance);

  arma::Mat<S> L = square;
  BOOST_TEST(blas::factor_lower(block(L)));
  arma::Mat<S> x = normal<S>("x", 5, 3);
  const arma::Mat<S> right = x;
  blas::solve_lower(Op::none, block(L), block(x));
  blas::solve_lower(Op::transpose, block(L), block(x));
  BOOST_TEST(arma::abs(square * x - right).max() < tolerance);

  const arma::Col<S> v = normal<S>("v", 5, 1);
  arma::Col<S> y(7, arma::fill::ones);
  blas::multiply_vector(Op::none, S(1), block(A), v.memptr(), S(3), y.memptr());
  BOOST_TEST(arma::abs(y - A * v - S(3)).max() < tolerance);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(dense_kernels)

BOOST_AUTO_TEST_CASE(they_do_what_their_formulas_say_in_either_precision) {
  check_kernels<double>(1e-13);
  check_kernels<float>(1e-4F);
}

BOOST_AUTO_TEST_CASE(a_mirror_larger_than_one_tile_is_symmetric) {
  arma::mat A = normal_matrix(2, "A", 75, 75);
  const arma::mat before = A;
  blas::mirror_lower(block(A));
  BOOST_TEST(arma::approx_equal(A, arma::symmatl(before), "absdiff", 0.0));
}

BOOST_AUTO_TEST_CASE(factors_that_do_not_exist_are_refused) {
  arma::mat indefinite = {{1, 2}, {2, 1}}, nan = {{1, 0}, {0, 1}}, infinite = {{1, 0}, {0, 1}};
  nan(1, 0) = arma::datum::nan;
  infinite(1, 1) = arma::datum::inf;
  BOOST_TEST(!blas::factor_lower(block(indefinite)));
  BOOST_TEST(!blas::factor_lower(block(nan)));
  BOOST_TEST(!blas::factor_lower(block(infinite)));
}

BOOST_AUTO_TEST_CASE(empty_matrices_are_left_alone) {
  arma::mat none(0, 0), wide(0, 3);
  BOOST_TEST(blas::factor_lower(block(none)));
  blas::solve_lower(Op::none, block(none), block(wide));
  arma::mat C(3, 3, arma::fill::ones);
  blas::add_square(Op::none, 1.0, block(wide), block(C));
  BOOST_TEST(arma::accu(C) == 9.0);
}

BOOST_AUTO_TEST_SUITE_END()
