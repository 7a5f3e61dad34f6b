#include "lib/penalty/sparse_factors.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

Factors some_factors(std::uint64_t seed, arma::uword k) {
  Factors at{normal_matrix(seed, "L", 6, k), normal_matrix(seed, "S", k, 5)};
  at.S.elem(arma::find(arma::abs(at.S) < 0.5)).zeros();
  return at;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sparse_factors)

BOOST_AUTO_TEST_CASE(a_value_by_hand) {
  const SparseFactors penalty{2.0, 6.0, 1};
  BOOST_TEST(std::abs(penalty.value(Factors{arma::vec{3, 4}, arma::rowvec{1, -2}}) - (2.0 * 3.0 + 3.0 * 25.0)) < 1e-13);
}

BOOST_AUTO_TEST_CASE(balanced_factors_have_the_same_product_and_the_best_scale) {
  const SparseFactors penalty{0.7, 0.2, 3};
  const Factors from = some_factors(1, 3), at = penalty.balanced(from);
  BOOST_TEST(arma::abs(at.L * at.S - from.L * from.S).max() < 1e-13);
  for (arma::uword i = 0; i < 3; ++i) {
    const double square = arma::dot(at.L.col(i), at.L.col(i)), sum = arma::accu(arma::abs(at.S.row(i)));
    BOOST_TEST(std::abs(0.2 * square - 0.7 * sum) < 1e-13);
  }
  for (const double factor : {0.9, 1.1})
    BOOST_TEST(penalty.value(Factors{factor * at.L, at.S / factor}) > penalty.value(at));
}

BOOST_AUTO_TEST_CASE(a_direction_without_a_task_and_a_row_without_a_direction_are_zero) {
  Factors at = some_factors(2, 3);
  at.S.row(1).zeros();
  at.L.col(2).zeros();
  at = SparseFactors{1.0, 1.0, 3}.balanced(at);
  BOOST_TEST(at.L.col(1).is_zero());
  BOOST_TEST(at.S.row(2).is_zero());
  BOOST_TEST(!at.L.col(0).is_zero());
}

BOOST_AUTO_TEST_CASE(factors_of_coefficients_multiply_to_them_where_their_rank_allows) {
  const Factors from = some_factors(3, 2);
  const arma::mat W = from.L * from.S;
  const Factors at = SparseFactors{1.0, 1.0, 3}.factors_of(W);
  BOOST_TEST(arma::abs(at.L * at.S - W).max() < 1e-12);
  BOOST_TEST((SparseFactors{1.0, 1.0, 1}.factors_of(W).L.n_cols == 0u));
  BOOST_TEST((SparseFactors{1.0, 1.0, 1}.value(W) == arma::datum::inf));
  BOOST_TEST((SparseFactors{1.0, 1.0, 1}.value(arma::mat(4, 3, arma::fill::zeros)) == 0.0));
}

BOOST_AUTO_TEST_CASE(the_norms_below_it_are_nowhere_above_it_up_to_their_bound) {
  const SparseFactors penalty{0.7, 0.2, 3};
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const Factors at = penalty.balanced(some_factors(seed, 3));
    const double value = penalty.value(at);
    BOOST_TEST(penalty.below(value).value(at.L * at.S) <= value * (1.0 + 1e-12));
    BOOST_TEST(penalty.below(2.0 * value).value(at.L * at.S) <= value);
  }
  // One direction and one task: there the bound is tight.
  const Factors one = penalty.balanced({arma::vec{1, 2}, arma::rowvec{3}});
  const SparseFactors alone{0.7, 0.2, 1};
  BOOST_TEST(std::abs(alone.below(alone.value(one)).value(one.L * one.S) / alone.value(one) - 1.0) < 1e-12);
}

BOOST_AUTO_TEST_CASE(rescaled_penalties_have_the_value_of_rescaled_factors) {
  const SparseFactors penalty{0.7, 0.2, 3};
  const double x = 8.0, y = 0.25;
  const Factors at = some_factors(4, 3);
  const Factors there{at.L * (y / x), at.S};
  BOOST_TEST(std::abs(penalty.rescaled(x, y).value(there) - y * y * penalty.value(at)) < 1e-14);
}

BOOST_AUTO_TEST_SUITE_END()
