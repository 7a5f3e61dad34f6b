#include "lib/solver/factors/lasso_in_gram.hpp"

#include <cmath>

#include "lib/linalg/blas.hpp"
#include "lib/linalg/rows.hpp"

namespace starling::factors {
namespace {

// One sweep; returns whether a sign changed.
bool sweep(const arma::mat& B, const arma::vec& r, double l1, arma::vec& s) {
  bool turned = false;
  for (arma::uword i = 0; i < s.n_elem; ++i) {
    const double curvature = B(i, i);
    const double rest = r[i] - arma::dot(B.col(i), s) + curvature * s[i];
    const double next = curvature > 0.0 ? soft_threshold(rest, l1) / curvature : 0.0;
    turned = turned || arma::sign(next) != arma::sign(s[i]);
    s[i] = next;
  }
  return turned;
}

// The minimum with the signs of s, if it has them.
bool settle(const arma::mat& B, const arma::vec& r, double l1, arma::vec& s) {
  const arma::uvec used = arma::find(s);
  arma::vec next(s.n_elem, arma::fill::zeros);
  if (!used.is_empty()) {
    arma::mat factor = B(used, used);
    arma::mat x = r.elem(used) - l1 * arma::sign(s.elem(used));
    if (!blas::cholesky_lower(blas::whole(factor))) return false;
    blas::solve_lower(blas::Op::none, blas::whole(std::as_const(factor)), blas::whole(x));
    blas::solve_lower(blas::Op::transpose, blas::whole(std::as_const(factor)), blas::whole(x));
    next.elem(used) = x.col(0);
  }
  if (!next.is_finite() || arma::any(arma::sign(next) != arma::sign(s))) return false;
  const arma::vec pull = r - B * next;
  for (arma::uword i = 0; i < s.n_elem; ++i)
    if (next[i] == 0.0 && std::abs(pull[i]) > l1 * (1.0 + 1e-14)) return false;
  s = next;
  return true;
}

}  // namespace

void lasso_in_gram(const arma::mat& B, const arma::vec& r, double l1, arma::vec& s) {
  constexpr int most_sweeps = 500, between = 4;
  for (int k = 1; k <= most_sweeps; ++k) {
    const bool turned = sweep(B, r, l1, s);
    if ((!turned || k % between == 0) && settle(B, r, l1, s)) return;
  }
}

}  // namespace starling::factors
