#include "lib/penalty/ranked_ridge.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>

#include "lib/penalty/ridge.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using starling::testing::normal_matrix;

BOOST_AUTO_TEST_SUITE(ranked_ridge)

BOOST_AUTO_TEST_CASE(a_matrix_above_the_rank_has_no_value_and_one_of_it_that_of_ridge) {
  const arma::mat U = normal_matrix(1, "U", 6, 2), V = normal_matrix(1, "V", 4, 2);
  const RankedRidge penalty{0.6, 2};
  BOOST_TEST(penalty.value(U * V.t()) == Ridge{0.6}.value(U * V.t()));
  BOOST_TEST(std::isinf(penalty.value(normal_matrix(2, "W", 6, 4))));
  BOOST_TEST(penalty.value(arma::mat(6, 4, arma::fill::zeros)) == 0.0);
  BOOST_TEST(std::isinf(RankedRidge{0.6, 0}.value(U * V.t())));
}

BOOST_AUTO_TEST_CASE(a_rank_of_at_least_min_d_T_is_the_ridge_penalty) {
  const arma::mat W = normal_matrix(3, "W", 6, 4);
  for (const arma::uword rank : {4, 9}) {
    BOOST_TEST((RankedRidge{0.6, rank}.value(W) == Ridge{0.6}.value(W)));
    BOOST_TEST((RankedRidge{0.6, rank}.conjugate(W) == Ridge{0.6}.conjugate(W)));
  }
}

// Diagonal matrices by hand: 3^2 + 2^2 over twice the strength.
BOOST_AUTO_TEST_CASE(the_conjugate_counts_the_largest_singular_values) {
  const arma::mat G = arma::diagmat(arma::vec{2.0, -1.0, 3.0});
  BOOST_TEST((RankedRidge{0.5, 2}.conjugate(G)) == 13.0, boost::test_tools::tolerance(1e-14));
  BOOST_TEST((RankedRidge{0.5, 0}.conjugate(G)) == 0.0);
}

BOOST_AUTO_TEST_CASE(value_and_conjugate_bound_every_inner_product_and_meet_at_the_best_matrix) {
  const RankedRidge penalty{0.6, 2};
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const arma::mat G = normal_matrix(seed, "G", 5, 4);
    const arma::mat W = normal_matrix(seed, "U", 5, 2) * normal_matrix(seed, "V", 2, 4);
    BOOST_TEST(arma::dot(G, W) <= penalty.value(W) + penalty.conjugate(G));
    arma::mat U, V;
    arma::vec s;
    arma::svd_econ(U, s, V, G);
    const arma::mat best = U.head_cols(2) * arma::diagmat(s.head(2) / 0.6) * V.head_cols(2).t();
    BOOST_TEST(arma::dot(G, best) == penalty.value(best) + penalty.conjugate(G), boost::test_tools::tolerance(1e-12));
  }
}

BOOST_AUTO_TEST_SUITE_END()
