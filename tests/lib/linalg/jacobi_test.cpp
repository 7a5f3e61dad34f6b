// Eigenvectors turned from those of a matrix near by.
#include "lib/linalg/jacobi.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/linalg/decompose.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

struct Pair {
  arma::mat Q;  // eigenvectors of the first, leading ones first
  arma::mat K;  // the second
};

// Gram matrices of 3 p samples that differ by `drift`.
Pair drifting(arma::uword p, double drift) {
  const arma::mat X = normal_matrix(1, "X", 3 * p, p), more = normal_matrix(1, "more", 3 * p, p);
  const arma::mat Y = X + drift * more;
  return {arma::fliplr(symmetric_eigen(X.t() * X).vectors), Y.t() * Y};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(jacobi)

BOOST_AUTO_TEST_CASE(settled_vectors_are_orthonormal_and_their_values_those_of_lapack) {
  for (const arma::uword p : {1U, 2U, 5U, 21U, 38U}) {
    auto [Q, K] = drifting(p, 1e-3);
    arma::vec values;
    BOOST_TEST_REQUIRE(turn_to_eigenvectors(K, {.accuracy = 1e-9}, Q, values));
    const arma::vec exact = arma::reverse(symmetric_eigenvalues(K));
    BOOST_TEST(arma::abs(values - exact).max() <= 1e-12 * exact[0]);
    BOOST_TEST(arma::abs(Q.t() * Q - arma::eye(p, p)).max() <= 1e-13);
    BOOST_TEST(arma::abs(Q.t() * K * Q - arma::diagmat(values)).max() <= 1e-9 * std::sqrt(exact[0]));
  }
}

BOOST_AUTO_TEST_CASE(couplings_left_are_at_most_what_was_asked_for) {
  constexpr arma::uword p = 30;
  constexpr double accuracy = 1e-2, floor = 4.0;
  auto [Q, K] = drifting(p, 1e-2);
  arma::vec values;
  BOOST_TEST_REQUIRE(turn_to_eigenvectors(K, {.accuracy = accuracy, .floor = floor}, Q, values));
  const arma::mat coupled = Q.t() * K * Q;
  double largest = 0.0, slack = 1.0 + 1e-9;
  for (arma::uword j = 0; j < p; ++j)
    for (arma::uword i = 0; i < j; ++i) {
      largest = std::max(largest, std::abs(coupled(i, j)));
      BOOST_TEST(std::abs(coupled(i, j)) <= slack * accuracy * std::sqrt(std::max({values[i], values[j], floor})));
    }
  BOOST_TEST(largest > 1e-6);  // not more work than asked for
  BOOST_TEST(values.is_sorted("descend"));
}

BOOST_AUTO_TEST_CASE(equal_values_and_zeros_are_settled) {
  arma::mat Q = arma::eye(6, 6), K = 2.0 * arma::eye(6, 6);
  arma::vec values;
  BOOST_TEST(turn_to_eigenvectors(K, {}, Q, values));
  BOOST_TEST(arma::abs(values - 2.0).max() == 0.0);
  K(0, 3) = K(3, 0) = 1.0;  // a pair of equal values that is coupled
  BOOST_TEST(turn_to_eigenvectors(K, {}, Q, values));
  BOOST_TEST(std::abs(values[0] - 3.0) <= 1e-15);
  BOOST_TEST(std::abs(values[5] - 1.0) <= 1e-15);
  K.zeros();
  BOOST_TEST(turn_to_eigenvectors(K, {}, Q, values));
  BOOST_TEST(arma::abs(values).max() == 0.0);
}

BOOST_AUTO_TEST_CASE(matrices_far_apart_or_not_finite_are_refused) {
  auto [Q, K] = drifting(38, 5.0);
  arma::vec values;
  BOOST_TEST(!turn_to_eigenvectors(K, {.accuracy = 1e-14}, Q, values));
  BOOST_TEST(arma::abs(Q.t() * Q - arma::eye(38, 38)).max() <= 1e-13);
  K(1, 1) = arma::datum::nan;
  BOOST_TEST(!turn_to_eigenvectors(K, {.accuracy = 1e-14}, Q, values));
}

BOOST_AUTO_TEST_SUITE_END()
