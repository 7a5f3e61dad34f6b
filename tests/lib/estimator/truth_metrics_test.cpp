#include "lib/estimator/truth_metrics.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "lib/base/random.hpp"

using starling::ari;
using starling::subspace_angle;
using starling::support_f1;

BOOST_AUTO_TEST_SUITE(truth_metrics)

BOOST_AUTO_TEST_CASE(support_f1_compares_rows_that_are_not_zero) {
  const arma::mat truth = {{1, 0}, {0, 0}, {2, 2}, {0, 0}};
  BOOST_TEST(support_f1(truth, truth) == 1.0);
  BOOST_TEST(support_f1(arma::mat{{0, 1e-300}, {1, 1}, {0, 0}, {0, 0}}, truth) == 0.5);
  BOOST_TEST(support_f1(arma::mat(4, 2, arma::fill::zeros), truth) == 0.0);
  BOOST_TEST(support_f1(arma::mat(4, 2, arma::fill::zeros), arma::mat(4, 2, arma::fill::zeros)) == 1.0);
  BOOST_CHECK_THROW(support_f1(arma::mat(3, 2), truth), starling::InvalidInput);
}

BOOST_AUTO_TEST_CASE(ari_has_the_values_worked_by_hand) {
  BOOST_TEST(ari({0, 0, 1, 1}, {7, 7, 3, 3}) == 1.0);
  // Pairs together: 1; within groups 2 and 1; expected 2 * 1 / 6 = 1/3; largest 1.5.
  BOOST_TEST(std::abs(ari({0, 0, 1, 1}, {0, 0, 1, 2}) - (1.0 - 1.0 / 3) / (1.5 - 1.0 / 3)) < 1e-15);
  // No pair together: (0 - 2/3) / (2 - 2/3).
  BOOST_TEST(std::abs(ari({0, 0, 1, 1}, {0, 1, 0, 1}) + 0.5) < 1e-15);
  BOOST_TEST(ari({0, 0, 0}, {1, 1, 1}) == 1.0);
  BOOST_TEST(ari({0, 1, 2}, {2, 1, 0}) == 1.0);
  BOOST_TEST(ari({0, 1, 2}, {0, 0, 0}) == 0.0);
  BOOST_CHECK_THROW(ari({0, 1}, {0}), starling::InvalidInput);
}

// The same index from counts of pairs alone: 2 (ad - bc) / ((a + b)(b + d) + (a + c)(c + d)), with a pairs together in
// both groupings, b and c in one, d in none.
BOOST_AUTO_TEST_CASE(ari_agrees_with_pairs_counted_one_by_one) {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    const starling::RandomStream stream(seed, "groups");
    arma::uvec one(14), other(14);
    for (arma::uword i = 0; i < one.n_elem; ++i) {
      one[i] = static_cast<arma::uword>(3.0 * stream.uniform(2 * i));
      other[i] = seed % 2 == 0 ? static_cast<arma::uword>(4.0 * stream.uniform(2 * i + 1)) : one[i] + (i % 5 == 0);
    }
    double a = 0, b = 0, c = 0, d = 0;
    for (arma::uword i = 0; i < one.n_elem; ++i)
      for (arma::uword j = 0; j < i; ++j) {
        const bool in_one = one[i] == one[j], in_other = other[i] == other[j];
        (in_one ? (in_other ? a : b) : (in_other ? c : d)) += 1.0;
      }
    const double expected = 2.0 * (a * d - b * c) / ((a + b) * (b + d) + (a + c) * (c + d));
    BOOST_TEST(std::abs(ari(one, other) - expected) < 1e-13);
  }
}

BOOST_AUTO_TEST_CASE(subspace_angle_is_the_largest_principal_angle) {
  const arma::mat plane = {{1, 0}, {0, 1}, {0, 0}};
  for (const double angle : {0.0, 1e-9, 0.3, arma::datum::pi / 2}) {
    const arma::vec line = {0, std::cos(angle), std::sin(angle)};
    BOOST_TEST(std::abs(subspace_angle(5.0 * line, plane) - angle) < 1e-15);
    BOOST_TEST(std::abs(subspace_angle(plane, line) - angle) < 1e-15);
  }
  const arma::mat mixed = plane * arma::mat{{1, 2, 3}, {4, 5, 6}};
  BOOST_TEST(subspace_angle(mixed, plane) < 1e-14);
  BOOST_TEST(subspace_angle(arma::mat(3, 1, arma::fill::zeros), plane) == arma::datum::pi / 2);
  BOOST_TEST(subspace_angle(arma::mat(3, 1, arma::fill::zeros), arma::mat(3, 0)) == 0.0);
}

BOOST_AUTO_TEST_CASE(estimation_errors_are_lengths_of_columns_and_leave_outliers_out_where_asked) {
  const arma::mat truth(2, 3, arma::fill::zeros), W = {{3.0, 1.0, 0.0}, {4.0, 0.0, 0.0}};
  const auto errors = starling::estimation_errors(W, truth, {0});
  BOOST_TEST(errors.at("estimation_error_mean") == 2.0);
  BOOST_TEST(errors.at("estimation_error_max") == 5.0);
  BOOST_TEST(errors.at("estimation_error_max_ordinary") == 1.0);
  BOOST_TEST(errors.size() == 3u);
  BOOST_TEST(starling::estimation_errors(W, truth, {0, 1, 2}).count("estimation_error_max_ordinary") == 0u);
  BOOST_CHECK_THROW(starling::estimation_errors(W, arma::mat(2, 2), {}), starling::InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
