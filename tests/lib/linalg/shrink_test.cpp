#include "lib/linalg/shrink.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "tests/support/random_problems.hpp"

using namespace starling;
using starling::testing::normal_matrix;

namespace {

bool close(const arma::mat& a, const arma::mat& b, double tolerance) {
  return arma::approx_equal(a, b, "absdiff", tolerance);
}

arma::mat by_full_svd(const arma::mat& M, const std::function<arma::vec(const arma::vec&)>& ratio) {
  arma::mat U, V;
  arma::vec s;
  BOOST_REQUIRE(arma::svd_econ(U, s, V, M));
  return U * arma::diagmat(ratio(s) % s) * V.t();
}

arma::mat graded(arma::uword rows, arma::uword cols, const arma::vec& s) {
  const arma::mat U = arma::orth(normal_matrix(rows, "U", rows, s.n_elem));
  const arma::mat V = arma::orth(normal_matrix(cols, "V", cols, s.n_elem));
  return U * arma::diagmat(s) * V.t();
}

// The definition in long double: the level is bisected to its last bit.
arma::vec filled_by_bisection(const arma::vec& s, double offset, double total) {
  const auto level = [&](long double nu, double value) {
    return std::clamp(static_cast<long double>(value) / nu - static_cast<long double>(offset), 0.0L, 1.0L);
  };
  const auto sum = [&](long double nu) {
    long double all = 0.0L;
    for (const double value : s) all += level(nu, value);
    return all;
  };
  long double low = 1e-30L, high = 1e30L;
  for (int i = 0; i < 2000; ++i) {
    const long double middle = std::sqrt(low * high);
    (sum(middle) > static_cast<long double>(total) ? low : high) = middle;
  }
  arma::vec m(s.n_elem);
  for (arma::uword i = 0; i < s.n_elem; ++i) m[i] = static_cast<double>(level(high, s[i]));
  return m;
}

void must_fill(const arma::vec& s, double offset, double total) {
  const arma::vec m = water_fill(s, offset, total);
  BOOST_CHECK_MESSAGE(close(m, filled_by_bisection(s, offset, total), 1e-13 * (1.0 + offset)),
                      "offset " << offset << " total " << total << "\n"
                                << arma::join_rows(s, m));
  BOOST_CHECK_SMALL(arma::accu(m) - total, 1e-13 * static_cast<double>(s.n_elem) * (1.0 + offset));
}

double objective(const arma::vec& s, const arma::vec& m, double offset) {
  return -arma::accu(arma::square(s) / (offset + m));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(shrink_spectrum_function)

BOOST_AUTO_TEST_CASE(soft_thresholding_agrees_with_a_full_svd_in_both_orientations) {
  for (const double threshold : {0.0, 0.5, 2.0, 100.0}) {
    const auto ratio = [&](const arma::vec& s) { return soft_threshold_ratio(s, threshold); };
    for (const auto& [rows, cols] :
         std::vector<std::pair<arma::uword, arma::uword>>{{9, 4}, {4, 9}, {6, 6}, {1, 5}, {5, 1}}) {
      const arma::mat M = normal_matrix(rows, "M", rows, cols);
      BOOST_CHECK_MESSAGE(close(shrink_spectrum(M, ratio), by_full_svd(M, ratio), 1e-14 * arma::norm(M, "fro")),
                          rows << "x" << cols << " threshold " << threshold);
    }
  }
}

// Through the Gram matrix s comes with an error of about eps s_1^2 / s; what a threshold keeps is larger than it.
BOOST_AUTO_TEST_CASE(small_singular_values_are_as_exact_as_squares_of_the_largest_allow) {
  const arma::vec s = {1.0, 0.3, 1e-4, 1e-7, 1e-12};
  for (const double threshold : {0.2, 1e-5}) {
    const auto ratio = [&](const arma::vec& values) { return soft_threshold_ratio(values, threshold); };
    for (const arma::mat& M : {graded(30, 5, s), graded(5, 30, s)})
      BOOST_CHECK(close(shrink_spectrum(M, ratio), by_full_svd(M, ratio), 4.0 * arma::datum::eps / threshold));
  }
}

BOOST_AUTO_TEST_CASE(the_ratio_sees_min_d_T_values_in_descending_order) {
  for (const arma::mat& M : {normal_matrix(1, "M", 7, 3), normal_matrix(1, "M", 3, 7)}) {
    const arma::mat same = shrink_spectrum(M, [&](const arma::vec& s) {
      BOOST_CHECK_EQUAL(s.n_elem, 3U);
      BOOST_CHECK(s.is_sorted("descend"));
      BOOST_CHECK(close(s, arma::svd(M), 1e-13));
      return arma::vec(s.n_elem, arma::fill::ones);
    });
    BOOST_CHECK(close(same, M, 1e-14 * arma::norm(M, "fro")));
  }
}

BOOST_AUTO_TEST_CASE(zero_and_empty_matrices_stay_what_they_are) {
  const auto ratio = [](const arma::vec& s) { return soft_threshold_ratio(s, 0.0); };
  BOOST_CHECK(shrink_spectrum(arma::zeros(4, 3), ratio).is_zero());
  BOOST_CHECK_EQUAL(shrink_spectrum(arma::mat(0, 3), ratio).n_cols, 3U);
}

BOOST_AUTO_TEST_CASE(soft_threshold_factors_are_zero_up_to_the_threshold) {
  const arma::vec factors = soft_threshold_ratio({4.0, 2.0, 1.0, 0.0}, 2.0);
  BOOST_CHECK(close(factors, arma::vec{0.5, 0.0, 0.0, 0.0}, 0.0));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(water_fill_function)

BOOST_AUTO_TEST_CASE(agrees_with_bisection_in_long_double) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const arma::vec s = arma::sort(arma::vec(arma::abs(normal_matrix(seed, "s", 7, 1))), "descend");
    for (const double offset : {0.0, 1e-3, 0.5, 30.0})
      for (const double total : {0.01, 0.999, 1.0, 2.5, 6.0, 6.99}) must_fill(s, offset, total);
  }
}

BOOST_AUTO_TEST_CASE(ties_share_alike) {
  for (const double offset : {0.0, 0.25})
    for (const double total : {0.5, 1.0, 2.0, 3.5}) {
      must_fill({2.0, 2.0, 2.0, 2.0}, offset, total);
      must_fill({3.0, 1.0, 1.0, 1.0}, offset, total);
      must_fill({3.0, 3.0, 1.0, 1.0}, offset, total);
    }
  BOOST_CHECK(close(water_fill({2.0, 2.0, 2.0, 2.0}, 0.0, 2.0), arma::vec{0.5, 0.5, 0.5, 0.5}, 1e-15));
}

BOOST_AUTO_TEST_CASE(widely_spread_values_fill_exactly) {
  must_fill({1e6, 1.0, 1e-6}, 0.1, 1.5);
  must_fill({1e6, 1.0, 1e-6}, 0.0, 2.0);
  must_fill({1.0, 1.0 - 1e-15, 1e-8}, 0.0, 1.0);
}

BOOST_AUTO_TEST_CASE(room_for_all_fills_all) {
  BOOST_CHECK(close(water_fill({3.0, 2.0, 1.0}, 0.1, 3.0), arma::ones(3), 0.0));
  BOOST_CHECK(close(water_fill({3.0, 2.0, 1.0}, 0.0, 7.0), arma::ones(3), 0.0));
  BOOST_CHECK(close(water_fill({3.0, 2.0, 0.0, 0.0}, 0.1, 2.0), arma::ones(4), 0.0));
  BOOST_CHECK(close(water_fill({0.0, 0.0}, 0.1, 1.0), arma::ones(2), 0.0));
}

BOOST_AUTO_TEST_CASE(no_other_filling_has_a_larger_objective) {
  const RandomStream stream(3, "fillings");
  const arma::vec s = {3.0, 2.0, 1.5, 0.4, 0.1};
  const double offset = 0.2, total = 2.0;
  const double best = objective(s, water_fill(s, offset, total), offset);
  for (std::uint64_t k = 0; k < 2000; ++k) {
    arma::vec m(s.n_elem);
    for (arma::uword i = 0; i < m.n_elem; ++i) m[i] = stream.uniform(k * m.n_elem + i);
    m *= total / arma::accu(m);
    if (m.max() > 1.0) continue;
    BOOST_CHECK_LE(objective(s, m, offset), best + 1e-12);
  }
}

BOOST_AUTO_TEST_SUITE_END()
