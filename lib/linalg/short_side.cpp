#include "lib/linalg/short_side.hpp"

#include <algorithm>
#include <cmath>

#include "lib/linalg/decompose.hpp"
#include "lib/linalg/jacobi.hpp"
#include "lib/linalg/tiled.hpp"

namespace starling {
namespace {

using blas::Op;
using blas::whole;
using tiled::product;

// Rows of a Gram matrix from which leading vectors are followed; below, all of them are turned.
constexpr arma::uword worth_following = 40;

bool is_wide(const arma::mat& M) { return M.n_cols > M.n_rows; }

arma::vec roots(const arma::vec& ascending) {
  return arma::sqrt(arma::clamp(arma::reverse(ascending), 0.0, arma::datum::inf));
}

arma::mat short_gram(const arma::mat& M) {
  const arma::uword p = std::min(M.n_rows, M.n_cols);
  arma::mat K(p, p, arma::fill::none);
  if (is_wide(M)) {
    tiled::outer(whole(M), whole(K));
    tiled::mirror(whole(K));
  } else {
    tiled::gram(1.0, whole(M), whole(K));
  }
  return K;
}

// Columns of unit length that span what those of Y span; false where they do not span so many dimensions.
bool orthonormalise(arma::mat& Y) {
  for (arma::uword j = 0; j < Y.n_cols; ++j) {
    const double length = arma::norm(Y.col(j));
    if (!(length > 0.0)) return false;
    Y.col(j) /= length;
  }
  arma::mat C = product(Op::transpose, Op::none, Y, Y);
  if (!blas::cholesky_lower(whole(C))) return false;
  blas::solve_lower_right(whole(C), whole(Y));
  return true;
}

}  // namespace

void ShortSide::form_gram(const arma::mat& M) {
  rank_ = 0;
  if (M.is_empty()) {
    K_.reset();
    return;
  }
  K_ = short_gram(M);
}

void ShortSide::decompose_gram() {
  if (K_.is_empty()) {
    s_.reset();
    Q_.reset();
    return;
  }
  const SymmetricEigen eigen = symmetric_eigen(K_);
  s_ = roots(eigen.values);
  Q_ = arma::fliplr(eigen.vectors);
}

void ShortSide::decompose(const arma::mat& M) {
  form_gram(M);
  decompose_gram();
}

void ShortSide::decompose(const arma::mat& M, double threshold, double accuracy) {
  form_gram(M);
  const arma::uword p = K_.n_rows;
  bool found = false;
  if (accuracy > 0.0 && p < worth_following && Q_.n_rows == p && Q_.n_cols == p)
    found = turn_gram(threshold, accuracy);
  else if (accuracy > 0.0 && threshold > 0.0 && p >= worth_following && basis_.n_rows == p && basis_.n_cols > 0 &&
           3 * basis_.n_cols <= p)
    found = follow_gram(threshold, accuracy);
  if (!found) decompose_gram();
}

// A coupling b of two vectors of values s^2 and less changes a function of M, whose slope is at most one, by about
// b / s; there are p^2 / 2 of them. Below the threshold nothing counts but that it is below.
bool ShortSide::turn_gram(double threshold, double accuracy) {
  const double share = accuracy / static_cast<double>(K_.n_rows), least = std::max(threshold, share);
  arma::vec values;
  if (!turn_to_eigenvectors(K_, {.accuracy = share, .floor = least * least}, Q_, values)) return false;
  s_ = arma::sqrt(arma::clamp(values, 0.0, arma::datum::inf));
  return true;
}

// The error of the thresholded matrix that an inexact pair (theta, q) makes is about |K q - theta q| / s.
bool ShortSide::follow_gram(double threshold, double accuracy) {
  constexpr int most_rounds = 3;
  for (int round = 0; round < most_rounds; ++round) {
    arma::mat B = product(Op::none, Op::none, K_, basis_);
    if (!B.is_finite() || !orthonormalise(B)) return false;
    const arma::mat KB = product(Op::none, Op::none, K_, B);
    const SymmetricEigen ritz = symmetric_eigen(product(Op::transpose, Op::none, B, KB));
    if (ritz.values[0] > threshold * threshold) return false;
    const arma::mat turn = arma::fliplr(ritz.vectors);
    basis_ = product(Op::none, Op::none, B, turn);
    const arma::mat residual = product(Op::none, Op::none, KB, turn);
    const arma::vec theta = arma::reverse(ritz.values);
    double error = 0.0;
    for (arma::uword j = 0; j < theta.n_elem && theta[j] > threshold * threshold; ++j)
      error += arma::accu(arma::square(residual.col(j) - theta[j] * basis_.col(j))) / theta[j];
    if (std::sqrt(error) <= accuracy) {
      s_ = roots(ritz.values);
      Q_ = basis_;
      return true;
    }
  }
  return false;
}

void ShortSide::apply(const arma::mat& M, const arma::vec& ratio, arma::mat& out) {
  rank_ = ratio.n_elem;
  while (rank_ > 0 && ratio[rank_ - 1] == 0.0) --rank_;
  const arma::uword p = K_.n_rows;
  if (p >= worth_following) basis_ = Q_.head_cols(std::min(Q_.n_cols, rank_ + std::max<arma::uword>(6, rank_ / 4)));
  if (rank_ == 0) {
    out.zeros(M.n_rows, M.n_cols);
    return;
  }
  const arma::mat Q = leading(rank_);
  arma::mat scaled = Q;
  scaled.each_row() %= ratio.head(rank_).t();
  if (3 * rank_ < p)  // two thin products
    out = is_wide(M) ? product(Op::none, Op::none, Q, product(Op::transpose, Op::none, scaled, M))
                     : product(Op::none, Op::transpose, product(Op::none, Op::none, M, scaled), Q);
  else if (is_wide(M))
    out = product(Op::none, Op::none, product(Op::none, Op::transpose, scaled, Q), M);
  else
    out = product(Op::none, Op::none, M, product(Op::none, Op::transpose, scaled, Q));
}

arma::vec ShortSide::values_of(const arma::mat& M) {
  if (M.is_empty()) return {};
  return roots(symmetric_eigenvalues(short_gram(M)));
}

}  // namespace starling
