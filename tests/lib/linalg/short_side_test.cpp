// Matrices through the Gram matrix of their short side.
#include "lib/linalg/short_side.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/linalg/decompose.hpp"
#include "lib/linalg/shrink.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

BOOST_AUTO_TEST_SUITE(short_side)

BOOST_AUTO_TEST_CASE(values_and_a_function_of_them_agree_with_a_singular_value_decomposition) {
  for (const auto& [rows, cols] : {std::pair{30U, 7U}, {7U, 30U}, {12U, 12U}, {1U, 9U}, {9U, 1U}}) {
    const arma::mat M = normal_matrix(1, "M", rows, cols);
    ShortSide side;
    side.decompose(M);
    const arma::vec s = singular_values(M);
    BOOST_CHECK_SMALL(arma::abs(side.values() - s).max(), 1e-12 * s[0]);
    BOOST_CHECK_SMALL(arma::abs(ShortSide::values_of(M) - s).max(), 1e-12 * s[0]);
    arma::mat U, V, shrunk;
    arma::vec same;
    arma::svd_econ(U, same, V, M);
    const arma::vec ratio = soft_threshold_ratio(s, 0.5 * s[0]);
    side.apply(M, ratio, shrunk);
    BOOST_CHECK_SMALL(arma::abs(shrunk - U * arma::diagmat(ratio % s) * V.t()).max(), 1e-12 * s[0]);
    BOOST_CHECK_EQUAL(side.rank(), arma::accu(ratio > 0.0));
    BOOST_CHECK_EQUAL(side.leading(side.rank()).n_cols, side.rank());
  }
}

BOOST_AUTO_TEST_CASE(an_empty_matrix_has_no_values) {
  ShortSide side;
  side.decompose(arma::mat(0, 5));
  arma::mat out;
  side.apply(arma::mat(0, 5), side.values(), out);
  BOOST_CHECK(side.values().is_empty());
  BOOST_CHECK_EQUAL(out.n_cols, 5U);
  BOOST_CHECK(ShortSide::values_of(arma::mat(5, 0)).is_empty());
}

// A slowly moving matrix of which a few values matter.
BOOST_AUTO_TEST_CASE(a_followed_spectrum_gives_the_thresholded_matrix_to_the_accuracy_asked_for) {
  const arma::mat A = normal_matrix(2, "A", 90, 4), B = normal_matrix(2, "B", 60, 4);
  const arma::mat noise = normal_matrix(2, "noise", 90, 60), drift = normal_matrix(2, "drift", 90, 60);
  constexpr double threshold = 25.0, accuracy = 1e-3;
  ShortSide side;
  int followed = 0;
  for (int k = 0; k < 8; ++k) {
    const arma::mat M = A * B.t() + noise + 0.01 * k * drift;
    side.decompose(M, threshold, accuracy);
    if (side.values().n_elem < 60) ++followed;
    arma::mat z;
    side.apply(M, soft_threshold_ratio(side.values(), threshold), z);
    const arma::mat exact = shrink_spectrum(M, [&](const arma::vec& s) { return soft_threshold_ratio(s, threshold); });
    BOOST_CHECK_SMALL(arma::norm(z - exact, "fro"), 2.0 * accuracy);
    BOOST_CHECK_EQUAL(side.rank(), 4U);
  }
  BOOST_CHECK_GE(followed, 5);
}

// As above where all vectors are turned: few rows, with a threshold and without one.
BOOST_AUTO_TEST_CASE(turned_vectors_give_a_function_of_the_values_to_the_accuracy_asked_for) {
  const arma::mat start = normal_matrix(3, "start", 21, 90), drift = normal_matrix(3, "drift", 21, 90);
  for (const double threshold : {0.0, 9.0}) {
    for (const double accuracy : {1e-1, 1e-3, 1e-8}) {
      ShortSide side;
      for (int k = 0; k < 6; ++k) {
        const arma::mat M = start + 0.01 * k * drift;
        side.decompose(M, threshold, accuracy);
        BOOST_CHECK_EQUAL(side.values().n_elem, 21U);
        const auto ratio = [&](const arma::vec& s) {
          return threshold > 0.0 ? soft_threshold_ratio(s, threshold) : arma::vec(s / (1.0 + s));
        };
        arma::mat z;
        side.apply(M, ratio(side.values()), z);
        BOOST_CHECK_SMALL(arma::norm(z - shrink_spectrum(M, ratio), "fro"), 2.0 * accuracy);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
