#include "lib/solver/row_newton/curved_ridge.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/loss/logistic.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

bool solved(const arma::mat& S, const arma::vec& y, const arma::vec& c, bool free, double accuracy,
            CurvedRidgeState& state) {
  const arma::uvec all = arma::regspace<arma::uvec>(0, S.n_cols - 1);
  const arma::vec ones(S.n_cols, arma::fill::ones);
  WeightedGram gram;
  return solve_curved_ridge(CurvedRidge<Logistic>{S, all, ones, y, c, free}, accuracy, gram, state);
}
CurvedRidgeState start(arma::uword n) { return {.alpha = arma::vec(n, arma::fill::zeros), .b = 0.0}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(ridge_problems_of_one_curved_task)

BOOST_AUTO_TEST_CASE(the_solution_is_stationary_in_coefficients_and_intercept) {
  for (const arma::uword a : {3, 25})
    for (const bool free : {false, true}) {
      const arma::mat S = normal_matrix(1, "S", 12, a);
      const arma::vec y = arma::sign(normal_matrix(1, "y", 12, 1)), c = arma::abs(normal_matrix(1, "c", 12, 1));
      CurvedRidgeState state = start(12);
      BOOST_TEST(solved(S, y, c, free, 0.0, state));
      BOOST_TEST((state.side == FactorSide::samples) == (a > 12));
      arma::vec u(12);
      for (arma::uword i = 0; i < 12; ++i) u[i] = c[i] * Logistic{}.derivative(y[i], state.z[i]);
      BOOST_TEST(arma::abs(S.t() * u + state.v).max() < 1e-7);
      if (free) BOOST_TEST(std::abs(arma::accu(u)) < 1e-7);
      BOOST_TEST(arma::abs(state.z - S * state.v - state.b).max() < 1e-12);
      BOOST_TEST(arma::abs(S.t() * state.alpha - state.v).max() < 1e-7);
      if (!free) BOOST_TEST(state.b == 0.0);
    }
}

BOOST_AUTO_TEST_CASE(a_single_class_and_huge_variances_stay_finite) {
  for (const double size : {1.0, 1e4, 1e8}) {
    const arma::mat S = size * normal_matrix(2, "S", 6, 9);
    const arma::vec y(6, arma::fill::ones), c(6, arma::fill::value(1.0 / 6.0));
    CurvedRidgeState state = start(6);
    BOOST_TEST(solved(S, y, c, true, 1e-12, state));
    BOOST_TEST(state.z.is_finite());
    BOOST_TEST(state.value() < std::log(2.0));
  }
}

BOOST_AUTO_TEST_CASE(a_start_worse_than_no_coefficients_is_dropped) {
  const arma::mat S = normal_matrix(3, "S", 10, 4);
  const arma::vec y = arma::sign(normal_matrix(3, "y", 10, 1)), c(10, arma::fill::value(0.1));
  CurvedRidgeState near = start(10), far = start(10);
  far.alpha.fill(1e6);
  solved(S, y, c, true, 1e-14, near);
  BOOST_TEST(solved(S, y, c, true, 1e-14, far));
  BOOST_TEST(std::abs(near.value() - far.value()) < 1e-12);
}

BOOST_AUTO_TEST_CASE(gram_matrices_of_older_curvatures_lead_to_the_same_solution) {
  constexpr arma::uword n = 150, m = 90, a = 80;
  const arma::mat X = normal_matrix(4, "X", n, m);
  const arma::vec y = arma::sign(normal_matrix(4, "y", n, 1)), c(n, arma::fill::value(1.0 / n));
  const arma::uvec rows = arma::regspace<arma::uvec>(5, 4 + a);
  WeightedGram kept;
  arma::vec before;
  int kept_for_later = 0;
  for (const double variance : {0.3, 0.31, 0.33, 2.0}) {
    const arma::vec e(a, arma::fill::value(std::sqrt(variance)));
    const CurvedRidge<Logistic> problem{X, rows, e, y, c, true};
    CurvedRidgeState with = start(n), without = start(n);
    WeightedGram fresh;
    BOOST_TEST(solve_curved_ridge(problem, 0.0, kept, with));
    BOOST_TEST(solve_curved_ridge(problem, 0.0, fresh, without));
    BOOST_TEST(std::abs(with.value() - without.value()) <= 1e-14);
    BOOST_TEST(arma::abs(with.z - without.z).max() < 1e-6);
    BOOST_TEST(arma::abs(X.cols(5, 4 + a).t() * with.alpha % e - with.v).max() < 1e-10);
    BOOST_TEST(std::abs(arma::accu(with.alpha)) < 1e-12);
    kept_for_later += before.n_elem == n && arma::all(before == kept.omega()) ? 1 : 0;
    before = kept.omega();
  }
  BOOST_TEST(kept_for_later > 0);
}

BOOST_AUTO_TEST_SUITE_END()
