#include "lib/solver/factors/starts.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::factors;
using namespace starling::testing;

BOOST_AUTO_TEST_SUITE(starts_of_factors)

BOOST_AUTO_TEST_CASE(every_start_spans_coefficients_of_low_rank) {
  const arma::mat V = normal_matrix(1, "L", 7, 3) * normal_matrix(1, "S", 3, 9);
  for (std::uint64_t number = 0; number < 6; ++number) {
    const Factors at = start_from(V, 3, number, RandomStream(2, "start").child(number));
    BOOST_TEST(arma::abs(at.L * at.S - V).max() < 1e-10);
  }
}

BOOST_AUTO_TEST_CASE(the_first_start_is_the_nearest_matrix_of_that_rank) {
  const arma::mat V = normal_matrix(3, "V", 6, 8);
  const Factors at = start_from(V, 2, 0, RandomStream(2, "start"));
  const arma::vec s = arma::svd(V);
  BOOST_TEST(std::abs(arma::norm(V - at.L * at.S, "fro") - arma::norm(s.tail(4))) < 1e-10);
}

BOOST_AUTO_TEST_CASE(more_directions_than_there_are_and_no_tasks_at_all_leave_zeros) {
  const arma::mat V = arma::vec{1, 2} * arma::rowvec{1, 0, 3};
  for (std::uint64_t number = 0; number < 3; ++number) {
    const Factors at = start_from(V, 4, number, RandomStream(2, "start"));
    BOOST_TEST(at.L.n_cols == 4u);
    BOOST_TEST(arma::abs(at.L * at.S - V).max() < 1e-12);
    BOOST_TEST(start_from(arma::mat(2, 3, arma::fill::zeros), 2, number, RandomStream(2, "start")).L.is_zero());
  }
}

BOOST_AUTO_TEST_SUITE_END()
