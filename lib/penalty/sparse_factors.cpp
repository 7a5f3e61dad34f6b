#include "lib/penalty/sparse_factors.hpp"

#include <cmath>

#include "lib/linalg/blas.hpp"
#include "lib/linalg/thin_svd.hpp"

namespace starling {
namespace {

// Columns that are not zero, each a direction of its own.
Factors own_directions(const arma::mat& W, arma::uword k) {
  Factors own{arma::mat(W.n_rows, k, arma::fill::zeros), arma::mat(k, W.n_cols, arma::fill::zeros)};
  arma::uword used = 0;
  for (arma::uword t = 0; t < W.n_cols; ++t) {
    if (!(blas::square_norm(W.n_rows, blas::start_of(W, t)) > 0.0)) continue;
    if (used == k) return {};
    own.L.col(used) = W.col(t);
    own.S(used++, t) = 1.0;
  }
  return own;
}

Factors singular_directions(const arma::mat& W, arma::uword k) {
  const ThinSvd svd = thin_svd(W);
  const arma::uword rank = svd.s.n_elem;
  if (rank > k) return {};
  Factors singular{arma::mat(W.n_rows, k, arma::fill::zeros), arma::mat(k, W.n_cols, arma::fill::zeros)};
  for (arma::uword i = 0; i < rank; ++i) {
    singular.L.col(i) = svd.U.col(i);
    singular.S.row(i) = svd.s[i] * svd.V.col(i).t();
  }
  return singular;
}

}  // namespace

double SparseFactors::value(const Factors& at) const {
  return l1 * arma::accu(arma::abs(at.S)) + 0.5 * l2 * blas::square_norm(at.L.n_elem, at.L.memptr());
}

double SparseFactors::value(const arma::mat& W) const {
  const Factors at = factors_of(W);
  return at.L.n_cols == 0 ? arma::datum::inf : value(at);
}

DualScales SparseFactors::dual_scales(const arma::mat& G) const {
  const double s = G.is_zero() ? 1.0 : 0.0;
  return {s, s};
}

Factors SparseFactors::balanced(Factors at) const {
  for (arma::uword i = 0; i < at.L.n_cols; ++i) {
    const double square = blas::square_norm(at.L.n_rows, blas::start_of(at.L, i));
    const double sum = arma::accu(arma::abs(at.S.row(i)));
    const double ratio = square > 0.0 ? std::cbrt(l1 * sum / (l2 * square)) : 0.0;
    at.L.col(i) *= ratio;
    if (ratio > 0.0)
      at.S.row(i) /= ratio;
    else
      at.S.row(i).zeros();
  }
  return at;
}

Factors SparseFactors::factors_of(const arma::mat& W) const {
  Factors best;
  for (const Factors& factors : {own_directions(W, k), singular_directions(W, k)}) {
    if (factors.L.n_cols == 0) continue;
    Factors at = balanced(factors);
    if (best.L.n_cols == 0 || value(at) < value(best)) best = std::move(at);
  }
  return best;
}

TaskNorms SparseFactors::below(double bound) const {
  return {bound > 0.0 ? std::pow(1.5, 1.5) * l1 * std::sqrt(l2 / bound) : arma::datum::inf};
}

double SparseFactors::strength_of(double objective, double gradient) {
  return std::cbrt(objective * gradient * gradient) / 1.5;
}

}  // namespace starling
