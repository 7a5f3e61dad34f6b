#include "lib/solver/row_newton/row_scan.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/lib/solver/row_newton/shared_data.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

// A residual of few rows, and the truth about it.
struct Residual {
  arma::mat X, X_active, W, R;
  arma::vec norms;

  Residual(const SharedData& shared, arma::uword active, double size) {
    X.set_size(shared.whitened.n(), shared.whitened.d());
    for (arma::uword j = 0; j < X.n_cols; ++j) shared.whitened.write_column(j, X.colptr(j));
    X_active = X.head_cols(active);
    W = size * normal_matrix(4, "W", shared.whitened.rank(), active);
    R = shared.whitened.targets() - X_active * W.t();
    norms = arma::sqrt(arma::sum(arma::square(X.t() * R), 1));
  }
};

// Near and above their strength norms are exact; below it they only have to be below.
void check(const arma::vec& found, const arma::vec& truth, double strength) {
  for (arma::uword j = 0; j < truth.n_elem; ++j) {
    if (truth[j] > strength)
      BOOST_TEST(std::abs(found[j] - truth[j]) <= 2e-3 * strength);
    else
      BOOST_TEST(found[j] <= strength * (1.0 + 1e-12));
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(row_scan)

BOOST_AUTO_TEST_CASE(the_first_scan_is_that_of_the_targets) {
  for (const arma::uword T : {arma::uword{1}, arma::uword{3}, arma::uword{30}}) {
    const SharedData shared(30, 40, T);
    const Residual none(shared, 0, 0.0);
    BOOST_TEST(arma::abs(shared.scan.null_norms() - none.norms).max() < 1e-6);
    BOOST_TEST(shared.scan.in_float() == (T >= 24));
  }
}

BOOST_AUTO_TEST_CASE(every_form_of_a_scan_finds_the_rows_above_their_strength) {
  for (const arma::uword T : {arma::uword{2}, arma::uword{12}, arma::uword{30}})
    for (const arma::uword active : {arma::uword{2}, arma::uword{30}}) {  // through the Gram matrix, and directly
      SharedData shared(40, 400, T);
      const std::vector<bool> outside(400, false);
      for (const double share : {0.5, 0.2, 1e-5}) {  // the last one beyond float
        const Residual one(shared, active, 0.01), next(shared, active, 0.0101);
        const double strength = share * one.norms.max();
        const arma::vec strengths(400, arma::fill::value(strength));
        check(shared.scan.scan({one.R, one.X_active, one.W}, strengths, outside), one.norms, strength);
        // A residual near the last one: most rows are left out by the bound.
        check(shared.scan.scan({next.R, next.X_active, next.W}, strengths, outside), next.norms, strength);
      }
    }
}

BOOST_AUTO_TEST_SUITE_END()
