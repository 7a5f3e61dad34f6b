#include "lib/solver/row_newton/weighted_gram.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

constexpr arma::uword n = 20, m = 9;

arma::mat expected(const arma::mat& X, const arma::vec& omega, const arma::uvec& rows, bool centred) {
  arma::mat Z = X.cols(rows);
  if (centred) Z.each_row() -= omega.t() * Z / arma::accu(omega);
  return Z.t() * arma::diagmat(omega) * Z;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gram_matrices_of_weighted_rows)

BOOST_AUTO_TEST_CASE(rows_covered_and_not_covered_have_the_same_products) {
  const arma::mat X = normal_matrix(1, "X", n, m);
  const arma::vec omega = arma::abs(normal_matrix(1, "omega", n, 1)) + 0.01;
  for (const bool centred : {false, true}) {
    WeightedGram gram;
    gram.start(omega, centred);
    BOOST_TEST(gram.weight() == arma::accu(omega));
    for (const arma::uvec& rows : {arma::uvec{1, 4}, arma::uvec{0, 4, 7}, arma::uvec{4, 7}, arma::uvec{2, 3, 5, 8}}) {
      BOOST_TEST(arma::abs(gram.of(X, rows) - expected(X, omega, rows, centred)).max() < 1e-12);
      gram.cover(X, rows);
      BOOST_TEST(arma::abs(gram.of(X, rows) - expected(X, omega, rows, centred)).max() < 1e-12);
      BOOST_TEST(gram.of(X, rows).is_symmetric());
      const arma::vec means =
          centred ? arma::vec(X.cols(rows).t() * omega / arma::accu(omega)) : arma::vec(rows.n_elem, arma::fill::zeros);
      BOOST_TEST(arma::abs(gram.means(X, rows) - means).max() < 1e-13);
    }
    // Products that are covered are not formed again: other features make no difference to them.
    BOOST_TEST(arma::abs(gram.of(0.0 * X, {1, 4, 8}) - expected(X, omega, {1, 4, 8}, centred)).max() < 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(rows_that_move_keep_their_products) {
  const arma::mat X = normal_matrix(2, "X", n, m);
  const arma::vec omega = arma::abs(normal_matrix(2, "omega", n, 1)) + 0.01;
  WeightedGram gram;
  gram.start(omega, true);
  gram.cover(X, {1, 2, 5, 8});
  gram.move({0, 2, 3, 8});  // rows 1 and 5 are gone; 2 and 8 stand at 1 and 3
  const arma::mat moved = X.cols(arma::uvec{0, 2, 3, 8, 4});
  BOOST_TEST(arma::abs(gram.of(0.0 * moved, {1, 3}) - expected(moved, omega, {1, 3}, true)).max() < 1e-12);
  BOOST_TEST(arma::abs(gram.of(moved, {0, 1, 3, 4}) - expected(moved, omega, {0, 1, 3, 4}, true)).max() < 1e-12);
}

BOOST_AUTO_TEST_CASE(weights_are_near_while_none_that_matters_changes_much) {
  const arma::vec omega = arma::abs(normal_matrix(3, "omega", n, 1)) + 0.1;
  WeightedGram gram;
  BOOST_TEST(!gram.is_near(omega));
  gram.start(omega, false);
  BOOST_TEST(gram.is_near(omega));
  BOOST_TEST(gram.is_near(1.2 * omega));
  BOOST_TEST(!gram.is_near(2.0 * omega));
  BOOST_TEST(!gram.is_near(0.1 * omega));
  BOOST_TEST(!gram.is_near(omega.head(n - 1)));
  arma::vec one = omega;
  one[3] *= 3.0;
  BOOST_TEST(!gram.is_near(one));
  arma::vec tiny = omega;
  tiny[3] = 1e-9;
  gram.start(tiny, false);
  tiny[3] = 1e-6;
  BOOST_TEST(gram.is_near(tiny));
}

BOOST_AUTO_TEST_SUITE_END()
