// Decompositions that must say when they fail, and the functions of singular values built on them.
#include "lib/linalg/decompose.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using starling::testing::normal_matrix;

namespace {

arma::mat definite(arma::uword n) {
  const arma::mat A = normal_matrix(n, "definite", n + 3, n);
  return A.t() * A;
}

bool close(const arma::mat& a, const arma::mat& b, double tolerance) {
  return arma::approx_equal(a, b, "absdiff", tolerance);
}

// The message of the NumericalFailure that f throws, "" for none.
template <class F>
std::string failure(const F& f) {
  try {
    f();
  } catch (const NumericalFailure& error) {
    return error.what();
  }
  return "";
}

bool names(const std::string& message, const std::string& word) { return message.find(word) != std::string::npos; }

arma::mat spoilt(double value) {
  arma::mat A = definite(4);
  A(1, 2) = A(2, 1) = value;
  return A;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(decompose)

BOOST_AUTO_TEST_CASE(the_symmetric_eigendecomposition_gives_the_matrix_back) {
  for (const arma::uword n : {1U, 2U, 12U}) {
    const arma::mat A = definite(n) - 3.0 * arma::eye(n, n);
    const SymmetricEigen eigen = symmetric_eigen(A);
    const double size = arma::norm(A, "fro");
    BOOST_CHECK(close(eigen.vectors * arma::diagmat(eigen.values) * eigen.vectors.t(), A, 1e-14 * size));
    BOOST_CHECK(close(eigen.vectors.t() * eigen.vectors, arma::eye(n, n), 1e-14));
    BOOST_CHECK(eigen.values.is_sorted("ascend"));
  }
}

BOOST_AUTO_TEST_CASE(only_the_upper_triangle_of_a_symmetric_matrix_counts) {
  const arma::mat A = definite(6);
  arma::mat upper = arma::trimatu(A);
  upper += arma::trimatl(arma::mat(6, 6, arma::fill::value(99.0)), -1);
  BOOST_CHECK(close(symmetric_eigen(upper).values, symmetric_eigen(A).values, 0.0));
}

BOOST_AUTO_TEST_CASE(the_cholesky_factor_is_upper_triangular_and_gives_the_matrix_back) {
  const arma::mat A = definite(9), R = cholesky(A);
  BOOST_CHECK(R.is_trimatu());
  BOOST_CHECK(close(R.t() * R, A, 1e-14 * arma::norm(A, "fro")));
  const arma::mat X = normal_matrix(1, "X", 9, 2);
  BOOST_CHECK(close(cholesky_solve(R, A * X), X, 1e-10));
}

BOOST_AUTO_TEST_CASE(singular_values_are_those_of_the_matrix_and_of_its_transpose) {
  const arma::vec expected = {5.0, 2.0, 1e-3, 1e-9};
  const arma::mat U = arma::orth(normal_matrix(2, "U", 10, 4)), V = arma::orth(normal_matrix(2, "V", 4, 4));
  const arma::mat A = U * arma::diagmat(expected) * V.t();
  BOOST_CHECK(close(singular_values(A), expected, 1e-14));
  BOOST_CHECK(close(singular_values(A.t()), expected, 1e-14));
  BOOST_CHECK(close(singular_values(1e200 * A), 1e200 * expected, 1e186));
  BOOST_CHECK_EQUAL(singular_values(arma::mat(0, 3)).n_elem, 0U);
}

BOOST_AUTO_TEST_CASE(entries_that_are_not_finite_are_refused_by_name) {
  for (const double bad : {arma::datum::nan, arma::datum::inf}) {
    const arma::mat A = spoilt(bad);
    BOOST_CHECK(names(failure([&] { symmetric_eigen(A); }), "symmetric eigendecomposition"));
    BOOST_CHECK(names(failure([&] { cholesky(A); }), "Cholesky"));
    BOOST_CHECK(names(failure([&] { singular_values(A); }), "singular value"));
    BOOST_CHECK(names(failure([&] { cholesky_solve(cholesky(definite(4)), A); }), "triangular solve"));
    BOOST_CHECK(names(failure([&] { cholesky_solve(A, definite(4)); }), "triangular solve"));
  }
}

BOOST_AUTO_TEST_CASE(a_matrix_that_is_not_positive_definite_has_no_cholesky_factor) {
  arma::mat indefinite = definite(5);
  indefinite(3, 3) = -1.0;
  BOOST_CHECK(names(failure([&] { cholesky(indefinite); }), "not positive definite"));
  BOOST_CHECK(names(failure([&] { cholesky(arma::mat(3, 3, arma::fill::ones)); }), "not positive definite"));
  BOOST_CHECK(names(failure([&] { cholesky(arma::zeros(2, 2)); }), "not positive definite"));
}

BOOST_AUTO_TEST_CASE(a_singular_factor_is_refused_and_not_approximated) {
  arma::mat R = cholesky(definite(4));
  R(2, 2) = 0.0;
  BOOST_CHECK(names(failure([&] { cholesky_solve(R, definite(4)); }), "singular"));
}

BOOST_AUTO_TEST_SUITE_END()
