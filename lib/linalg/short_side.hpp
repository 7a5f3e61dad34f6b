// A matrix M = U diag(s) V' through the eigendecomposition of the Gram matrix of its short side, with what one
// decomposition can leave to the next.
//
// METHOD  Gram matrix and its eigenvectors Q: 2-8 times as fast as a singular value decomposition. A singular value s
//         has an error of about eps s_1^2 / s. Few vectors are turned from the last decomposition
//         (lib/linalg/jacobi.hpp); of many, where only values above a threshold count and those are few, the space of
//         these is followed by subspace iteration with Rayleigh-Ritz.
// COST    2 m p^2 flops for the Gram matrix of a p x m matrix, p <= m; 9 p^3 for all vectors, 4 p^2 k a round for k.
// PAPERS  golub2013matrix
#pragma once

#include <armadillo>

namespace starling {

class ShortSide {
 public:
  void decompose(const arma::mat& M);
  // The same from what the last decomposition found, if that gives a function of M with slope <= 1 that is zero up to
  // `threshold` (may be 0) to an error of `accuracy`; otherwise everything anew. Values below the threshold may be left
  // out.
  void decompose(const arma::mat& M, double threshold, double accuracy);

  // Singular values, descending; those that are known.
  const arma::vec& values() const { return s_; }
  // out = U diag(ratio o s) V' of the decomposed M; ratio as long as values(), its zeros at the end.
  void apply(const arma::mat& M, const arma::vec& ratio, arma::mat& out);
  // Nonzero ratios of the last apply().
  arma::uword rank() const { return rank_; }
  // The leading vectors of the short side, p x k.
  arma::mat leading(arma::uword k) const { return k == 0 ? arma::mat(Q_.n_rows, 0) : arma::mat(Q_.head_cols(k)); }

  // The singular values alone.
  static arma::vec values_of(const arma::mat& M);

 private:
  void form_gram(const arma::mat& M);
  void decompose_gram();
  bool turn_gram(double threshold, double accuracy);
  bool follow_gram(double threshold, double accuracy);

  arma::mat K_, Q_;  // Gram matrix; eigenvectors, leading ones first
  arma::vec s_;
  arma::uword rank_ = 0;
  arma::mat basis_;  // where to follow from; empty: nowhere
};

}  // namespace starling
