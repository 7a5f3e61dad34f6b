#include "lib/penalty/centred_norms.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

// The subgradient of the sum that lies nearest to zero at m.
double imbalance(const CentredNorms& penalty, const arma::mat& W, const arma::vec& m) {
  arma::vec pull = -penalty.mu * m;
  double held = 0.0;
  for (arma::uword t = 0; t < W.n_cols; ++t) {
    const arma::vec apart = W.col(t) - m;
    const double distance = arma::norm(apart);
    if (distance == 0.0)
      held += penalty.kappa[t];
    else
      pull += penalty.kappa[t] * apart / distance;
  }
  return std::max(0.0, arma::norm(pull) - held);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(centred_norms)

BOOST_AUTO_TEST_CASE(values_by_hand) {
  // On a line, with hardly a ridge: the weighted median, here 2 of weight 3.
  const arma::mat W = {{0.0, 2.0, 7.0}};
  const CentredNorms penalty{{1.0, 3.0, 1.0}, 1e-12};
  BOOST_TEST(penalty.centre(W)[0] == 2.0);
  BOOST_CHECK_CLOSE(penalty.value(W), 7.0, 1e-9);
  BOOST_CHECK_CLOSE(penalty.value_at(W, arma::vec{1.0}), 10.0, 1e-9);
  // A ridge of 10 holds the centre between the first two, where 10 m = 3 + 1 - 1.
  const CentredNorms ridged{{1.0, 3.0, 1.0}, 10.0};
  BOOST_CHECK_CLOSE(ridged.centre(W)[0], 0.3, 1e-9);
  BOOST_CHECK_CLOSE(ridged.value(W), 0.3 + 5.1 + 6.7 + 0.45, 1e-9);
  BOOST_CHECK_CLOSE(ridged.conjugate(arma::mat{{1.0, -2.0, 0.5}}), 0.25 / 20.0, 1e-9);
}

BOOST_AUTO_TEST_CASE(the_centre_balances_the_pulls_wherever_it_lies) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    arma::mat W = normal_matrix(seed, "W", 4, 7);
    if (seed % 2 == 1) W.col(2) = W.col(0);
    if (seed % 4 == 1) W.col(5) = W.col(0);
    const CentredNorms penalty{arma::abs(normal_matrix(seed, "kappa", 7, 1)) + 0.1, 0.05};
    BOOST_TEST(imbalance(penalty, W, penalty.centre(W)) <= 1e-6, "seed " << seed);
  }
}

BOOST_AUTO_TEST_CASE(a_column_that_is_the_centre_by_itself_is_found) {
  // Four corners pull alike, and the fifth column lies in their middle.
  const arma::mat W = {{1.0, 1.0, -1.0, -1.0, 0.0}, {1.0, -1.0, 1.0, -1.0, 0.0}};
  const CentredNorms penalty{arma::vec(5, arma::fill::ones), 0.1};
  BOOST_TEST(arma::norm(penalty.centre(W)) == 0.0);
}

BOOST_AUTO_TEST_CASE(dual_scales_bring_every_task_into_its_ball) {
  const arma::mat G = {{3.0, 0.1}, {4.0, 0.0}};
  const CentredNorms penalty{{2.0, 1.0}, 1.0};
  BOOST_CHECK_CLOSE(penalty.dual_scales(G)[0], 0.4, 1e-9);
  BOOST_TEST(penalty.dual_scales(0.1 * G)[0] == 1.0);
}

BOOST_AUTO_TEST_CASE(no_columns_have_no_centre) { BOOST_TEST(CentredNorms{}.value(arma::mat(3, 0)) == 0.0); }

BOOST_AUTO_TEST_SUITE_END()
