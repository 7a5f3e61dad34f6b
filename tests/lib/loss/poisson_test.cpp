#include "lib/loss/poisson.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

using namespace starling;

BOOST_AUTO_TEST_SUITE(poisson)

BOOST_AUTO_TEST_CASE(values_by_hand) {
  const Poisson loss;
  BOOST_CHECK_EQUAL(loss.value(0.0, 0.0), 1.0);
  BOOST_CHECK_EQUAL(loss.value(1.0, 0.0), 0.0);
  BOOST_CHECK_CLOSE(loss.value(1.0, 1.0), std::exp(1.0) - 2.0, 1e-12);
  BOOST_CHECK_CLOSE(loss.value(2.0, 0.0), 1.0 + 2.0 * std::log(2.0) - 2.0, 1e-12);
  BOOST_CHECK_EQUAL(loss.derivative(2.0, 0.0), -1.0);
  BOOST_CHECK_EQUAL(loss.second_derivative(2.0, 0.0), 1.0);
}

BOOST_AUTO_TEST_CASE(the_conjugate_by_hand) {
  const Poisson loss;
  BOOST_CHECK_EQUAL(loss.conjugate(0.0, 0.0), 0.0);
  BOOST_CHECK_EQUAL(loss.conjugate(0.0, 1.0), -1.0);
  BOOST_CHECK_EQUAL(loss.conjugate(3.0, 0.0), 0.0);
  BOOST_CHECK_EQUAL(loss.conjugate(1.0, -1.0), 1.0);
  BOOST_CHECK_CLOSE(loss.conjugate(2.0, -2.0), 2.0 - 2.0 * std::log(2.0), 1e-12);
  BOOST_CHECK_CLOSE(loss.conjugate(1.0, 1.0), 2.0 * std::log(2.0) - 1.0, 1e-12);
  BOOST_CHECK_EQUAL(loss.dual_interval(3.0).low, -3.0);
}

// d^2 / 2 times the count at a distance d from the best prediction, in both forms.
BOOST_AUTO_TEST_CASE(nothing_cancels_near_the_best_prediction) {
  const Poisson loss;
  BOOST_CHECK_CLOSE(loss.value(1.0, 1e-6), 0.5e-12, 1e-4);
  BOOST_CHECK_CLOSE(loss.conjugate(1.0, 1e-6), 0.5e-12, 1e-4);
  for (double d = 1e-12; d < 1.0; d *= 3.0) BOOST_CHECK_GE(loss.value(7.0, std::log(7.0) + d), 0.0);
}

BOOST_AUTO_TEST_CASE(predictions_at_which_exp_overflows_have_an_infinite_value_never_nan) {
  const Poisson loss;
  for (const double y : {0.0, 0.5, 3.0, 1e300})
    for (const double z : {-std::numeric_limits<double>::infinity(), -1e300, -800.0, 709.5, 1e4, 1e300,
                           std::numeric_limits<double>::infinity()}) {
      BOOST_CHECK(!std::isnan(loss.value(y, z)));
      BOOST_CHECK(std::isfinite(loss.derivative(y, z)));
      BOOST_CHECK(std::isfinite(loss.second_derivative(y, z)));
    }
  BOOST_CHECK_EQUAL(loss.value(3.0, 1e4), std::numeric_limits<double>::infinity());
  BOOST_CHECK_EQUAL(loss.value(3.0, std::numeric_limits<double>::quiet_NaN()), std::numeric_limits<double>::infinity());
  BOOST_CHECK_EQUAL(loss.value(0.0, -1e4), 0.0);
  for (const double y : {1e-310, 1e-10, 1.0, 1e300})
    for (const double v : {-1e-310, 1e-300, 1.0, 1e300}) BOOST_CHECK(std::isfinite(loss.conjugate(y, std::max(v, -y))));
}

BOOST_AUTO_TEST_SUITE_END()
