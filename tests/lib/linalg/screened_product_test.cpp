#include "lib/linalg/screened_product.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/linalg/parallel.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using starling::testing::normal_matrix;

namespace {

struct Screened {
  bool done;
  arma::mat out;
};

Screened screened(const arma::mat& X, const arma::mat& R, const arma::vec& bars) {
  arma::mat out(X.n_cols, R.n_cols, arma::fill::value(arma::datum::nan));
  const bool done = multiply_transposed_above(X, arma::abs(X).max(), blas::view(R), bars, blas::view(out));
  return {done, std::move(out)};
}

arma::vec row_norms_of(const arma::mat& G) { return arma::sqrt(arma::sum(arma::square(G), 1)); }

}  // namespace

BOOST_AUTO_TEST_SUITE(screened_products)

BOOST_AUTO_TEST_CASE(rows_at_their_bar_are_exact_and_others_below_it) {
  // Any units: what float cannot hold is brought to one first.
  for (const double unit : {1.0, 1e150, 1e-150}) {
    arma::mat X = normal_matrix(1, "X", 300, 200);
    X.col(7) *= 1e-30;
    X.col(8).zeros();
    const arma::mat R = normal_matrix(1, "R", 300, 30), exact = X.t() * R;
    const arma::vec norms = row_norms_of(exact);
    // A fifth of the rows above the bar, and one row that a bar meets to the last bit.
    arma::vec bars(200, arma::fill::value(arma::sort(norms).eval()[160]));
    bars[3] = norms[3];
    const Screened found = screened(unit * X, R, unit * bars);
    BOOST_TEST_REQUIRE(found.done);
    for (arma::uword j = 0; j < 200; ++j) {
      const arma::rowvec row = found.out.row(j) / unit;
      if (norms[j] >= bars[j])
        BOOST_TEST(arma::norm(row - exact.row(j)) <= 1e-13 * norms[j]);
      else
        BOOST_TEST(arma::norm(row) <= bars[j]);
      BOOST_TEST(arma::norm(row - exact.row(j)) <= 1e-4 * std::max(norms[j], 1e-3));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_bar_between_float_and_truth_is_never_passed) {
  // Sums that cancel: float sees noise of 1e-3 where the truth is zero, and far less than the bound allows.
  arma::mat X(2000, 64, arma::fill::ones), R(2000, 24, arma::fill::ones);
  for (arma::uword i = 1; i < 2000; i += 2) X.row(i) *= -1.0;
  R.row(0) *= 1.0 + 1e-9;
  const arma::mat exact = X.t() * R;
  const Screened wide = screened(X, R, arma::vec(64, arma::fill::value(1e3)));
  BOOST_TEST(wide.done);
  const Screened narrow = screened(X, R, arma::vec(64, arma::fill::value(1e-2)));
  BOOST_TEST(!narrow.done);  // every row is within the error bound of its bar
}

BOOST_AUTO_TEST_CASE(too_many_large_rows_and_numbers_that_are_not_finite_are_left_to_the_caller) {
  const arma::mat X = normal_matrix(2, "X", 50, 80);
  arma::mat R = normal_matrix(2, "R", 50, 25);
  BOOST_TEST(!screened(X, R, arma::vec(80, arma::fill::zeros)).done);
  BOOST_TEST(screened(X, R, arma::vec(80, arma::fill::value(1e6))).done);
  BOOST_TEST(screened(X, R, arma::vec(80, arma::fill::value(arma::datum::inf))).done);
  R(4, 4) = arma::datum::nan;
  BOOST_TEST(!screened(X, R, arma::vec(80, arma::fill::value(1e6))).done);
  R.zeros();
  BOOST_TEST(!screened(X, R, arma::vec(80, arma::fill::value(1e6))).done);
}

BOOST_AUTO_TEST_CASE(bits_do_not_depend_on_the_number_of_threads) {
  const arma::mat X = normal_matrix(3, "X", 100, 300), R = normal_matrix(3, "R", 100, 40);
  const arma::vec bars(300, arma::fill::value(arma::sort(row_norms_of(X.t() * R)).eval()[250]));
  arma::mat first;
  for (const int threads : {1, 2, 4})
    with_threads(threads, [&] {
      const Screened found = screened(X, R, bars);
      BOOST_TEST_REQUIRE(found.done);
      if (threads == 1)
        first = found.out;
      else
        BOOST_TEST(arma::approx_equal(found.out, first, "absdiff", 0.0));
    });
}

BOOST_AUTO_TEST_SUITE_END()
