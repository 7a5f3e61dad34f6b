#include "lib/solver/classes/simplex.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;
using classes::project_onto_simplex;

namespace {

arma::vec projected(arma::vec q, double total) {
  project_onto_simplex(q.memptr(), q.n_elem, total);
  return q;
}

// By sorting: the threshold is the largest mean excess of the k largest numbers.
arma::vec by_sorting(const arma::vec& q, double total) {
  const arma::vec sorted = arma::sort(q, "descend");
  double sum = 0.0, threshold = -arma::datum::inf;
  for (arma::uword k = 0; k < q.n_elem; ++k) {
    sum += sorted[k];
    threshold = std::max(threshold, (sum - total) / static_cast<double>(k + 1));
  }
  return arma::clamp(q - threshold, 0.0, arma::datum::inf);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(simplex)

BOOST_AUTO_TEST_CASE(is_the_projection_by_sorting) {
  for (const arma::uword n : {1U, 2U, 3U, 10U, 100U})
    for (const double total : {1e-3, 1.0, 50.0})
      for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const arma::vec q = normal_matrix(seed, "q", n, 1);
        const arma::vec nearest = projected(q, total);
        BOOST_TEST(nearest.min() >= 0.0);
        BOOST_TEST(arma::accu(nearest) == total, boost::test_tools::tolerance(1e-12));
        BOOST_TEST(arma::abs(nearest - by_sorting(q, total)).max() <= 1e-13 * std::max(1.0, total));
      }
}

BOOST_AUTO_TEST_CASE(a_corner_that_stays_is_met_exactly) {
  BOOST_TEST(arma::all(projected({0.7, -3.0, -0.1}, 0.7) == arma::vec{0.7, 0.0, 0.0}));
  BOOST_TEST(arma::all(projected({1e300, -1e300, 3.0}, 0.7) == arma::vec{0.7, 0.0, 0.0}));
}

BOOST_AUTO_TEST_CASE(numbers_that_are_large_beside_the_sum_lose_nothing_but_their_own_rounding) {
  const arma::vec nearest = projected({1e8, 1e8 - 0.5, 0.0}, 1.0);
  BOOST_TEST(nearest[0] == 0.75, boost::test_tools::tolerance(1e-7));
  BOOST_TEST(nearest[1] == 0.25, boost::test_tools::tolerance(1e-7));
  BOOST_TEST(nearest[2] == 0.0);
}

BOOST_AUTO_TEST_SUITE_END()
