// lambda sum_i sigma_i(W), the sum of the singular values: tasks share a low-dimensional subspace.
// PAPERS  argyriou2008convex, ji2009accelerated
#pragma once

#include "lib/penalty/penalty.hpp"

namespace starling {

struct TraceNormPenalty {
  double lambda = 1.0;  // >= 0

  double value(const arma::mat& W) const;
  double dual_norm(const arma::mat& G) const;  // the largest singular value
  double conjugate(const arma::mat&) const { return 0.0; }
  DualScales dual_scales(const arma::mat& G) const;
  TraceNormPenalty rescaled(double x, double y) const { return {lambda * x * y}; }
  arma::mat prox(const arma::mat& V, double step) const;  // singular value thresholding
  // (sigma_i - lambda)+ of every singular value.
  arma::vec dual_excess(const arma::mat& G) const;
};

}  // namespace starling
