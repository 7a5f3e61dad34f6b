// Linear systems of all tasks around what they share.
//
// METHOD  Where all tasks are coupled alike, R = (sum_t |w_t - w_0|^2 + |w_0|^2 / shared) / 2 with w_0 = pull
//         sum_t w_t, and Newton's system  (I + X_t' Theta X_t) dw_t - pull sum_s dw_s = g_t  is solved by the inverse
//         Cholesky factor of every task's matrix and one d x d Schur matrix, which columns that are a task's own stay
//         out of. pull = shared / (1 + shared T).
// COST    n d^2 + T d^3 a factorisation, 4 (n d + T d^2) a solution. Memory T d^2.
#pragma once

#include "lib/solver/svm/column_blocks.hpp"

namespace starling::svm {

class Arrow {
 public:
  // shared >= 0. The samples must outlive this object.
  Arrow(const ColumnBlocks& samples, double shared);

  double pull() const { return pull_; }
  // w_0 of T rows of features, and their residual w_t - w_0 - target_t in out; returns |w - w_0|^2 with 1 / shared
  // |w_0|^2.
  void common_part(const AlignedDoubles& W, AlignedDoubles& w0) const;

  // theta >= 0, one a sample, padded. False where the Schur matrix is not positive definite to working precision.
  bool factor(const double* theta);
  // dW from g, which is overwritten; change_k = x_k'dw_t of every sample.
  void solve(AlignedDoubles& g, AlignedDoubles& dW, double* change) const;

 private:
  void forget_own_columns(double* common) const;
  void apply_inverse(arma::uword t, const double* g, double* out) const;

  const ColumnBlocks& samples_;
  double shared_, pull_;
  AlignedDoubles factors_;  // inverse factors of all tasks, d rows of stride each
  arma::mat schur_;         // its Cholesky factor
};

}  // namespace starling::svm
