#include "lib/penalty/mean_coupling.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "lib/penalty/quadratic_coupling.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

BOOST_AUTO_TEST_SUITE(mean_coupling)

BOOST_AUTO_TEST_CASE(it_is_the_quadratic_coupling_of_even_ties) {
  for (const arma::uword T : {1U, 2U, 7U})
    for (const double lambda : {0.0, 2.5, 1e8}) {
      const MeanCoupling ours(lambda, 0.4);
      const auto theirs = QuadraticCoupling::mean(T, lambda, 0.4);
      const arma::mat W = normal_matrix(1, "W", 3, T);
      const auto near = [](double a, double b) { return std::abs(a - b) <= 1e-13 * std::abs(b); };
      BOOST_TEST(near(ours.value(W), theirs.value(W)));
      BOOST_TEST(near(ours.conjugate(W), theirs.conjugate(W)));
      BOOST_TEST(arma::abs(ours.prox(W, 0.3) - theirs.prox(W, 0.3)).max() < 1e-14);
    }
}

BOOST_AUTO_TEST_CASE(strengths_that_do_not_bound_the_tasks_are_refused) {
  BOOST_CHECK_THROW(MeanCoupling(3.0, 0.0), InvalidInput);
  BOOST_CHECK_THROW(MeanCoupling(-2.0, 1.0), InvalidInput);
  BOOST_CHECK_THROW(MeanCoupling(arma::datum::nan, 1.0), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
