// Anderson mixing of fixed-point iterations.
#include "lib/solver/mixing.hpp"

#include <boost/test/unit_test.hpp>

using namespace starling;

namespace {

arma::mat one(double value) { return arma::mat(1, 1, arma::fill::value(value)); }

}  // namespace

BOOST_AUTO_TEST_SUITE(anderson_mixing)

BOOST_AUTO_TEST_CASE(mixing_ends_a_linear_iteration_after_as_many_differences_as_dimensions) {
  const arma::mat M = {{0.9, 0.2, 0.0}, {0.0, 0.8, 0.1}, {0.1, 0.0, 0.7}};
  const arma::vec fixed = {1.0, -2.0, 3.0};
  Mixing mixing(3);
  arma::mat v(3, 1, arma::fill::zeros);
  for (int k = 0; k < 5; ++k) mixing.advance(v, (M - arma::eye(3, 3)) * (v - fixed));
  BOOST_CHECK_SMALL(arma::norm(v - fixed), 1e-8);
}

BOOST_AUTO_TEST_CASE(a_mixed_point_with_a_far_longer_step_is_taken_back) {
  Mixing mixing(2);
  arma::mat v(1, 1, arma::fill::zeros);
  mixing.advance(v, one(1.0));
  mixing.advance(v, one(0.5));
  // Steps that halve while v goes from 0 to 1 end at 2; the iteration alone would be at 1.5.
  BOOST_CHECK_SMALL(v[0] - 2.0, 1e-9);
  mixing.advance(v, one(5.0));
  BOOST_CHECK_EQUAL(v[0], 1.5);
  BOOST_CHECK_EQUAL(mixing.last_step(), arma::datum::inf);
}

BOOST_AUTO_TEST_CASE(plain_steps_come_first) {
  Mixing mixing(2);
  arma::mat v(1, 1, arma::fill::zeros);
  mixing.advance(v, one(1.0), 2);
  mixing.advance(v, one(0.5), 2);
  BOOST_CHECK_EQUAL(v[0], 1.5);
}

BOOST_AUTO_TEST_SUITE_END()
