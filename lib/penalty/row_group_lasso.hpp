// lambda sum_j |w^j|_2 over the rows of W: a feature is used by all tasks or by none.
// PAPERS  obozinski2010joint, liu2009multitask
#pragma once

#include "lib/penalty/penalty.hpp"

namespace starling {

struct RowGroupLasso {
  double lambda = 1.0;  // >= 0

  double value(const arma::mat& W) const;
  double dual_norm(const arma::mat& G) const;  // the largest row norm
  double conjugate(const arma::mat&) const { return 0.0; }
  DualScales dual_scales(const arma::mat& G) const;
  RowGroupLasso rescaled(double x, double y) const { return {lambda * x * y}; }
  arma::mat prox(const arma::mat& V, double step) const;
  // With equal h this is soft thresholding; otherwise a = |w| solves the secular equation
  // sum_t (v_t / (h_t a + lambda))^2 = 1, by Newton's method on the reciprocal of the left side's root, which is nearly
  // linear in a (exactly, for equal h). Cost O(T) per step, 2-5 steps.
  void minimise_row(const arma::vec& h, const arma::vec& v, arma::vec& w) const;
  void derivatives_of_row(const arma::vec& w, arma::vec& g, arma::mat& H) const {
    const double size = arma::norm(w);
    const arma::vec direction = w / size;
    g = lambda * direction;
    H = (lambda / size) * (arma::eye(w.n_elem, w.n_elem) - direction * direction.t());
  }
  // (|g^j| - lambda)+ of every row.
  arma::vec dual_excess(const arma::mat& G) const;
};

}  // namespace starling
