#include "lib/solver/row_newton/bounded_quadratic.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/random_problems.hpp"

using namespace starling;
using row_newton::minimise_bounded;
using starling::testing::normal_matrix;

namespace {

// Largest violation of the conditions: slope 0 off the bound, not negative at it.
double violation(const arma::mat& H, const arma::vec& r, const arma::vec& lower, const arma::vec& d) {
  const arma::vec slope = H * d - r;
  double worst = 0.0;
  for (arma::uword j = 0; j < d.n_elem; ++j)
    worst = std::max(worst, d[j] > lower[j] ? std::abs(slope[j]) : std::max(-slope[j], 0.0));
  return worst;
}

arma::mat positive(std::uint64_t seed, arma::uword f, arma::uword rank) {
  const arma::mat X = normal_matrix(seed, "X", rank, f);
  return X.t() * X / static_cast<double>(rank);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bounded_quadratic)

BOOST_AUTO_TEST_CASE(an_exact_effort_meets_the_optimality_conditions) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const arma::uword f = 3 + seed;
    const arma::mat H = positive(seed, f, 2 * f);
    const arma::vec r = normal_matrix(seed, "r", f, 1), lower = -arma::abs(normal_matrix(seed, "l", f, 1));
    const arma::vec d = minimise_bounded(H, r, lower, {.sweeps = 500, .tolerance = 1e-9, .rounds = 10});
    BOOST_TEST(arma::all(d >= lower));
    BOOST_TEST(violation(H, r, lower, d) < 1e-6);
    const arma::fmat H32 = arma::conv_to<arma::fmat>::from(H);
    const arma::vec d32 = minimise_bounded(H32, r, lower, {.sweeps = 500, .tolerance = 1e-4, .rounds = 10});
    BOOST_TEST(arma::all(d32 >= lower));
    BOOST_TEST(violation(H, r, lower, d32) < 1e-2);
  }
}

BOOST_AUTO_TEST_CASE(exact_solves_finish_what_few_sweeps_leave) {
  const arma::mat H = positive(7, 30, 31);  // ill-conditioned: sweeps alone would crawl
  const arma::vec r = normal_matrix(7, "r", 30, 1), lower(30, arma::fill::value(-1e3));
  const arma::vec d = minimise_bounded(H, r, lower, {.sweeps = 2, .tolerance = 1e-12, .rounds = 5});
  BOOST_TEST(violation(H, r, lower, d) < 1e-6);
}

BOOST_AUTO_TEST_CASE(a_coordinate_without_curvature_stays) {
  arma::mat H(2, 2, arma::fill::zeros);
  H(0, 0) = 2.0;
  const arma::vec d = minimise_bounded(H, {1.0, 1.0}, {-1.0, -1.0}, {});
  BOOST_TEST(d[0] == 0.5);
  BOOST_TEST(d[1] == 0.0);
}

BOOST_AUTO_TEST_SUITE_END()
