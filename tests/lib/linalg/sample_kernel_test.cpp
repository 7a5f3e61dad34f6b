#include "lib/linalg/sample_kernel.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "lib/linalg/parallel.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using starling::testing::normal_matrix;

namespace {

arma::mat whole(const KernelRows& rows) {
  arma::mat K(rows.size(), rows.size());
  for (arma::uword i = 0; i < rows.size(); ++i) rows.row(i, K.colptr(i));
  return K;
}

double largest(const arma::mat& M) { return arma::abs(M).max(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(kernels_between_samples)

BOOST_AUTO_TEST_CASE(values_by_hand) {
  const arma::mat X = {{1, 2}, {0, -1}, {3, 0}};
  BOOST_TEST(largest(whole({X, {.name = KernelName::linear}}) - arma::mat{{5, -2, 3}, {-2, 1, 0}, {3, 0, 9}}) == 0.0);
  const KernelRows polynomial(X, {.name = KernelName::polynomial, .gamma = 0.5, .coef0 = 1.0, .degree = 3});
  BOOST_TEST(largest(whole(polynomial) - arma::mat{{42.875, 0, 15.625}, {0, 3.375, 1}, {15.625, 1, 166.375}}) == 0.0);
  const KernelRows rbf(X, {.name = KernelName::rbf, .gamma = 0.5});
  const arma::mat squares = {{0, 10, 8}, {10, 0, 10}, {8, 10, 0}};
  BOOST_TEST(largest(whole(rbf) - arma::exp(-0.5 * squares)) <= 1e-16);
}

BOOST_AUTO_TEST_CASE(rows_agree_with_the_diagonal_and_sparse_with_dense_features) {
  const arma::mat X = normal_matrix(1, "X", 30, 7);
  for (const KernelName name : {KernelName::linear, KernelName::polynomial, KernelName::rbf}) {
    const SampleKernel kernel{.name = name, .gamma = 0.3, .coef0 = 0.5, .degree = 4};
    const KernelRows rows(X, kernel);
    const arma::mat K = whole(rows);
    for (arma::uword i = 0; i < 30; ++i) BOOST_TEST(K(i, i) == rows.diagonal(i));
    BOOST_TEST(largest(K - K.t()) <= 1e-13 * largest(K));
    BOOST_TEST(largest(K - whole({Design(arma::sp_mat(X)), kernel})) <= 1e-13 * largest(K));
  }
}

BOOST_AUTO_TEST_CASE(an_rbf_kernel_of_equal_samples_is_1_however_large_they_are) {
  arma::mat X = 1e8 + normal_matrix(2, "X", 4, 3);
  X.row(3) = X.row(0);
  const arma::mat K = whole({X, {.name = KernelName::rbf, .gamma = 1.0}});
  for (arma::uword i = 0; i < 4; ++i) BOOST_TEST(K(i, i) == 1.0);
  BOOST_TEST(K.min() >= 0.0);
  BOOST_TEST(K.max() == 1.0);
}

BOOST_AUTO_TEST_CASE(a_constant_is_added_to_every_value) {
  const arma::mat X = normal_matrix(6, "X", 5, 3);
  for (const KernelName name : {KernelName::linear, KernelName::polynomial, KernelName::rbf}) {
    const KernelRows rows(X, {.name = name, .gamma = 0.3, .constant = 2.0});
    BOOST_TEST(largest(whole(rows) - 2.0 - whole({X, {.name = name, .gamma = 0.3}})) <= 1e-14);
    BOOST_TEST(rows.diagonal(1) == whole(rows)(1, 1));
  }
}

BOOST_AUTO_TEST_CASE(features_whose_kernel_overflows_are_refused) {
  for (const KernelName name : {KernelName::linear, KernelName::polynomial, KernelName::rbf})
    BOOST_CHECK_THROW(KernelRows(arma::mat(arma::vec{1.0, 1e200}), {.name = name}), InvalidData);
  BOOST_CHECK_THROW(KernelRows(arma::mat(arma::vec{1.0, 1e100}), {.name = KernelName::polynomial}), InvalidData);
}

BOOST_AUTO_TEST_CASE(a_precomputed_kernel_is_the_matrix_itself) {
  const arma::mat L = normal_matrix(3, "L", 6, 3), K = arma::symmatu(arma::mat(L * L.t()));
  const KernelRows rows(K, {.name = KernelName::precomputed});
  BOOST_TEST(largest(whole(rows) - K) == 0.0);
  BOOST_TEST(rows.diagonal(4) == K(4, 4));
  BOOST_CHECK_NO_THROW(rows.check_semidefinite());
  BOOST_CHECK_THROW(KernelRows(arma::mat(3, 4, arma::fill::ones), {.name = KernelName::precomputed}), InvalidInput);
  BOOST_CHECK_THROW(KernelRows(arma::mat{{1, 0}, {1, 1}}, {.name = KernelName::precomputed}), InvalidInput);
}

BOOST_AUTO_TEST_CASE(a_matrix_that_is_not_semidefinite_is_refused_with_its_smallest_eigenvalue) {
  const KernelRows rows(arma::mat{{1, 2}, {2, 1}}, {.name = KernelName::precomputed});
  BOOST_CHECK_EXCEPTION(rows.check_semidefinite(), InvalidInput, [](const InvalidInput& error) {
    return error.complaint().got.starts_with("smallest eigenvalue -1") ||
           error.complaint().got.starts_with("smallest eigenvalue -0.99999");
  });
  const KernelRows polynomial(normal_matrix(4, "X", 10, 2),
                              {.name = KernelName::polynomial, .gamma = 1.0, .coef0 = -5.0, .degree = 2});
  BOOST_CHECK_THROW(polynomial.check_semidefinite(), InvalidInput);
}

BOOST_AUTO_TEST_CASE(rows_have_the_same_bits_for_any_number_of_threads) {
  const KernelRows rows(normal_matrix(5, "X", 700, 9), {.name = KernelName::rbf, .gamma = 0.1});
  arma::mat one, more;
  with_threads(1, [&] { one = whole(rows); });
  with_threads(4, [&] { more = whole(rows); });
  BOOST_TEST(arma::approx_equal(one, more, "absdiff", 0.0));
}

BOOST_AUTO_TEST_SUITE_END()
