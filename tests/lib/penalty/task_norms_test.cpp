#include "lib/penalty/task_norms.hpp"

#include <boost/test/unit_test.hpp>

using namespace starling;

BOOST_AUTO_TEST_SUITE(task_norms)

BOOST_AUTO_TEST_CASE(a_value_and_a_prox_by_hand) {
  const TaskNorms norms{2.0};
  const arma::mat W{{3, 0, 0.3}, {4, 0, 0.4}};
  BOOST_TEST(std::abs(norms.value(W) - 2.0 * 5.5) < 1e-14);
  BOOST_TEST(std::abs(norms.dual_norm(W) - 5.0) < 1e-14);
  BOOST_TEST(arma::approx_equal(norms.prox(W, 0.5), arma::mat{{2.4, 0, 0}, {3.2, 0, 0}}, "absdiff", 1e-14));
}

BOOST_AUTO_TEST_CASE(nothing_is_in_the_ball) {
  BOOST_TEST(TaskNorms{}.dual_norm(arma::mat(0, 3)) == 0.0);
  BOOST_TEST(TaskNorms{}.value(arma::mat(0, 3)) == 0.0);
}

BOOST_AUTO_TEST_SUITE_END()
