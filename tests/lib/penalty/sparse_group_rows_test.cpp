#include "lib/penalty/sparse_group_rows.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "lib/base/random.hpp"
#include "lib/penalty/lasso.hpp"
#include "lib/penalty/row_group_lasso.hpp"

using namespace starling;

namespace {

arma::mat random_matrix(std::uint64_t seed, arma::uword rows, arma::uword cols) {
  const RandomStream stream(seed, "matrix");
  arma::mat M(rows, cols);
  for (arma::uword i = 0; i < M.n_elem; ++i) M[i] = stream.normal(i);
  return M;
}

bool close(const arma::mat& a, const arma::mat& b) { return arma::approx_equal(a, b, "absdiff", 1e-14); }

template <class P>
void must_agree(const SparseGroupRows& penalty, const P& other) {
  const arma::mat M = random_matrix(1, 4, 3);
  BOOST_CHECK_CLOSE(penalty.value(M), other.value(M), 1e-12);
  BOOST_CHECK_CLOSE(penalty.dual_norm(M), other.dual_norm(M), 1e-12);
  BOOST_CHECK(close(penalty.prox(M, 0.5), other.prox(M, 0.5)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sparse_group_rows)

BOOST_AUTO_TEST_CASE(tau_0_is_the_row_group_lasso_tau_1_the_lasso) {
  must_agree({0.8, 0.0}, RowGroupLasso{0.8});
  must_agree({0.8, 1.0}, Lasso{0.8});
}

BOOST_AUTO_TEST_CASE(values_by_hand) {
  const SparseGroupRows penalty{2.0, 0.25};
  BOOST_CHECK_CLOSE(penalty.value({{3, -4}}), 2.0 * (0.25 * 7.0 + 0.75 * 5.0), 1e-13);
  // Thresholding (4, -1) by 0.5 gives (3.5, -0.5); what is left shrinks by 1.5 in size.
  const double shrink = 1.0 - 1.5 / std::hypot(3.5, 0.5);
  BOOST_CHECK(close(penalty.prox({{4, -1}}, 1.0), {{3.5 * shrink, -0.5 * shrink}}));
}

BOOST_AUTO_TEST_CASE(the_dual_norm_by_hand) {
  for (const double tau : {0.0, 0.3, 0.9, 1.0}) {
    const SparseGroupRows penalty{1.0, tau};
    BOOST_CHECK_CLOSE(penalty.dual_norm({{-5, 0}}), 5.0, 1e-13);
    // sqrt(2) (a - tau nu) = (1 - tau) nu.
    BOOST_CHECK_CLOSE(penalty.dual_norm({{2, -2}}), 2.0 * std::sqrt(2.0) / (1.0 - tau + std::sqrt(2.0) * tau), 1e-13);
    BOOST_CHECK_EQUAL(penalty.dual_norm(arma::mat(2, 2, arma::fill::zeros)), 0.0);
  }
}

BOOST_AUTO_TEST_CASE(the_dual_norm_solves_its_equation_at_any_scale) {
  for (const double tau : {1e-6, 0.2, 0.7, 0.999999})
    for (const double size : {1e-200, 1.0, 1e200})
      for (std::uint64_t seed = 0; seed < 50; ++seed) {
        const arma::mat g = random_matrix(seed, 1, 6);
        const double nu = SparseGroupRows{1.0, tau}.dual_norm(size * g) / size;
        const arma::mat above = arma::clamp(arma::abs(g) - tau * nu, 0.0, arma::datum::inf);
        BOOST_CHECK_SMALL(arma::norm(above, "fro") - (1.0 - tau) * nu, 8.0 * arma::datum::eps * nu);
      }
}

BOOST_AUTO_TEST_SUITE_END()
