// lambda (tau |W|_1 + (1 - tau) sum_j |w^j|_2): few features are used at all, and each by some of the tasks.
// EDGES   tau = 0 is the row group lasso, tau = 1 the lasso.
// PAPERS  simon2013sparse
#pragma once

#include "lib/penalty/penalty.hpp"

namespace starling {

struct SparseGroupRows {
  double lambda = 1.0;  // >= 0
  double tau = 0.5;     // 0 .. 1

  double value(const arma::mat& W) const;
  // The largest nu of a row, where |soft_threshold(g^j, tau nu)|_2 = (1 - tau) nu.
  double dual_norm(const arma::mat& G) const;
  double conjugate(const arma::mat&) const { return 0.0; }
  DualScales dual_scales(const arma::mat& G) const;
  SparseGroupRows rescaled(double x, double y) const { return {lambda * x * y, tau}; }
  arma::mat prox(const arma::mat& V, double step) const;
  void minimise_row(arma::uword j, const arma::vec& h, const arma::vec& v, arma::vec& w) const;
  SparseGroupRows of_rows(const arma::uvec&) const { return *this; }
  void derivatives_of_row(arma::uword j, const arma::vec& w, arma::vec& g, arma::mat& H) const;
  // G less its projection onto the dual ball, entry by entry.
  arma::vec dual_excess(const arma::mat& G) const;
};

}  // namespace starling
