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
  double value_at(const arma::vec& s) const { return lambda * arma::accu(s); }
  double conjugate_at(const arma::vec&) const { return 0.0; }
  double scale_at(const arma::vec& s) const { return s.is_empty() || s[0] <= lambda ? 1.0 : lambda / s[0]; }
  arma::vec ratios_at(const arma::vec& s, double step) const;
  // (sigma_i - lambda)+ of every singular value.
  arma::vec dual_excess(const arma::mat& G) const;
};

}  // namespace starling
