#include "lib/linalg/gram_spectrum.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

BOOST_AUTO_TEST_SUITE(gram_spectrum)

BOOST_AUTO_TEST_CASE(products_and_solutions_are_those_of_the_gram_matrix_tall_and_wide) {
  for (const arma::uword n : {30U, 6U}) {
    const arma::mat X = normal_matrix(3, "X", n, 12);
    const arma::vec g = normal_matrix(4, "g", 12, 1).col(0);
    const GramSpectrum spectrum = GramSpectrum::of(X);
    BOOST_TEST(spectrum.values.n_elem == std::min<arma::uword>(n, 12));
    BOOST_CHECK_SMALL(arma::norm(spectrum.times(g) - X.t() * (X * g)), 1e-12 * arma::norm(X.t() * (X * g)));
    for (const double a : {1e-3, 1.0, 1e6}) {
      const arma::vec w = spectrum.solve(a, g);
      BOOST_CHECK_SMALL(arma::norm(X.t() * (X * w) + a * w - g), 1e-10 * arma::norm(g));
    }
    const GramSpectrum again = GramSpectrum::of_gram(X.t() * X);
    BOOST_CHECK_SMALL(arma::norm(again.solve(1.0, g) - spectrum.solve(1.0, g)), 1e-12 * arma::norm(g));
  }
}

BOOST_AUTO_TEST_CASE(directions_without_curvature_are_left_out) {
  arma::mat X = normal_matrix(3, "X", 30, 4);
  X.col(3) = X.col(1);
  const GramSpectrum spectrum = GramSpectrum::of(X);
  BOOST_TEST(spectrum.values.n_elem == 3U);
  const arma::vec g = {0.0, 1.0, 0.0, -1.0};  // where X'X is zero
  BOOST_CHECK_SMALL(arma::norm(spectrum.solve(0.5, g) - 2.0 * g), 1e-12);
  BOOST_CHECK_SMALL(arma::norm(spectrum.times(g)), 1e-12);
  BOOST_CHECK_SMALL(arma::norm(GramSpectrum::of(arma::mat(5, 4, arma::fill::zeros)).solve(0.5, g) - 2.0 * g), 1e-15);
}

BOOST_AUTO_TEST_SUITE_END()
