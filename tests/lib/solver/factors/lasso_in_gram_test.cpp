#include "lib/solver/factors/lasso_in_gram.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

// How far s is from the subdifferential conditions, as a share of l1.
double distance(const arma::mat& B, const arma::vec& r, double l1, const arma::vec& s) {
  const arma::vec pull = r - B * s;
  double worst = 0.0;
  for (arma::uword i = 0; i < s.n_elem; ++i)
    worst = std::max(worst, s[i] == 0.0 ? std::abs(pull[i]) - l1 : std::abs(pull[i] - (s[i] > 0.0 ? l1 : -l1)));
  return worst / l1;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lasso_in_gram)

BOOST_AUTO_TEST_CASE(the_minimum_is_found_to_rounding_from_any_guess) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const arma::mat X = normal_matrix(seed, "X", 9, 6) + 1.0, B = X.t() * X;
    const arma::vec r = X.t() * normal_matrix(seed, "y", 9, 1);
    for (const double l1 : {0.1, 1.0, 3.0}) {
      arma::vec s(6, arma::fill::zeros), other = 5.0 * normal_matrix(seed, "s", 6, 1);
      factors::lasso_in_gram(B, r, l1, s);
      factors::lasso_in_gram(B, r, l1, other);
      BOOST_TEST(distance(B, r, l1, s) < 1e-11);
      BOOST_TEST(arma::abs(s - other).max() < 1e-10);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_variable_without_curvature_is_zero) {
  arma::vec s = {4.0, 4.0};
  factors::lasso_in_gram(arma::mat{{2, 0}, {0, 0}}, {3.0, 0.0}, 1.0, s);
  BOOST_TEST(std::abs(s[0] - 1.0) < 1e-15);
  BOOST_TEST(s[1] == 0.0);
}

BOOST_AUTO_TEST_SUITE_END()
